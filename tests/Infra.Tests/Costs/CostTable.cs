using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using CloudRestore.Functions.Uploads;
using CloudRestore.Infra.Tests.Support;
using Cronos;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>What a month costs: consumption from measurements and from the templates' own settings, times the prices of costs.json.</summary>
/// <param name="onT4">The training job on a T4.</param>
/// <param name="onA100">The training job on an A100.</param>
/// <param name="restoreOnProcessor">The app that restores on a processor.</param>
internal sealed class CostTable(JsonNode onT4, JsonNode onA100, JsonNode restoreOnProcessor)
{
    private const double Hour = 3600;

    private static double Days => CostFile.Assumed("daysInMonth");

    /// <summary>The table as docs/azure.md shows it.</summary>
    public string Markdown() => string.Join('\n', [
        "| runner | idle | and 1,000 restorations a day | and one training of `lesson7` a week |", "| --- | --- | --- | --- |",
        Row("`containerApps`, all on T4s", RestoringOnCard("T4", onT4), TrainingOnCard("T4", onT4)),
        Row("`containerApps`, `restoreOn=cpu`", RestoringOnProcessor(), TrainingOnCard("T4", onT4)),
        Row("`containerApps`, all on A100s", RestoringOnCard("A100", onA100), TrainingOnCard("A100", onA100)),
        Row("`scaleSet`, a T4 as Spot", RestoringOnMachine("T4", "machineT4SpotHour"), TrainingOnMachine("T4", "machineT4SpotHour")),
        Row("`scaleSet`, a T4 without Spot", RestoringOnMachine("T4", "machineT4Hour"), TrainingOnMachine("T4", "machineT4Hour")),
        Row("`scaleSet`, an A100 without Spot", RestoringOnMachine("A100", "machineA100Hour"), TrainingOnMachine("A100", "machineA100Hour"))]);

    /// <summary>An hour of a runner on a T4 in Container Apps.</summary>
    public double RunnerHour => Hour * Second(onT4, "T4");

    private static double Restorations => 1000 * Days;

    private static double Trainings => Days / 7;

    /// <summary>Executions of the app's timers on a day.</summary>
    private static readonly int Timers = typeof(UploadTrigger).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule).OfType<string>()
        .Sum(schedule => CronExpression.Parse(schedule, CronFormat.IncludeSeconds).GetOccurrences(DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1)).Count());

    private static double Idle => Functions(Days * Timers) + CostFile.Price("registryMonth")
        + CostFile.Assumed("idleStorageGb") * CostFile.Price("storageGbMonth") + CostFile.Assumed("idleLogGb") * CostFile.Price("logGb");

    private static double Orchestrated => Functions(Restorations * CostFile.Assumed("functionExecutionsPerRestoration"));

    private static double Functions(double executions) =>
        executions * (CostFile.Assumed("secondsBilledPerExecution") * 2 * CostFile.Price("functionGbSecond") + CostFile.Price("functionMillionExecutions") / 1e6);

    private static double CardSeconds(string card) => Restorations * CostFile.Assumed("megapixelsRestored") * Measured.RestoringGigaflopsPerMegapixel / CostFile.Gigaflops(card);

    private static double Bursts => Days * CostFile.Assumed("burstsADay");

    private double RestoringOnCard(string card, JsonNode runner) => Orchestrated + (CardSeconds(card) + Bursts * Cooldown) * Second(runner, card);

    private double RestoringOnProcessor()
    {
        var work = Restorations * CostFile.Assumed("megapixelsRestored") * Measured.CoreSecondsPerMegapixel / Cores(restoreOnProcessor);
        return Orchestrated + (work + Bursts * Cooldown) * Second(restoreOnProcessor, card: null);
    }

    /// <summary>A machine starts for every burst, and ten minutes of empty queues end it.</summary>
    private static double RestoringOnMachine(string card, string price) =>
        Orchestrated + (CardSeconds(card) + Bursts * (CostFile.Assumed("machineStartSeconds") + 600)) / Hour * CostFile.Price(price);

    private static double TrainingOnCard(string card, JsonNode job) => Trainings * (Lesson7Plan.On(card).Total.TotalSeconds + IdleExit(job)) * Second(job, card);

    private static double TrainingOnMachine(string card, string price) =>
        Trainings * (Lesson7Plan.On(card).Total.TotalSeconds + CostFile.Assumed("machineStartSeconds") + 600) / Hour * CostFile.Price(price);

    private double Cooldown => Number(restoreOnProcessor, "properties.template.scale.cooldownPeriod");

    private static double IdleExit(JsonNode job) => TimeSpan.Parse(job.At("properties.template.containers.0")!.Variables()["Worker__IdleExit"]!, CultureInfo.InvariantCulture).TotalSeconds;

    private static double Second(JsonNode runner, string? card) =>
        Cores(runner) * CostFile.Price("vcpuSecond")
        + double.Parse(runner.Text("properties.template.containers.0.resources.memory")[..^2], CultureInfo.InvariantCulture) * CostFile.Price("gibSecond")
        + (card is null ? 0 : CostFile.Price($"{card.ToLowerInvariant()}GpuSecond"));

    private static double Cores(JsonNode runner) => Number(runner, "properties.template.containers.0.resources.cpu");

    private static double Number(JsonNode node, string path) => double.Parse(node.Text(path), CultureInfo.InvariantCulture);

    private static string Row(string name, double restoring, double training) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Idle:0} | {Idle + restoring:0} | {Idle + restoring + training:0} |");
}
