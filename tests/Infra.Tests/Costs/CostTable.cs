using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using CloudRestore.Functions.Uploads;
using CloudRestore.Infra.Tests.Support;
using Cronos;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>What a month costs: consumption from measurements and from the templates' own settings, times the prices of costs.json.</summary>
internal sealed class CostTable(JsonNode trainJob, JsonNode restoreOnProcessor)
{
    private const double Hour = 3600;

    private static double Days => CostFile.Assumed("daysInMonth");

    /// <summary>The table as docs/azure.md shows it.</summary>
    public string Markdown() => string.Join('\n', [
        "| runner | idle | and 1,000 restorations a day | and one training of `lesson7` a week |", "| --- | --- | --- | --- |",
        Row("`containerApps`, all on T4s", RestoringOnCard(), TrainingOnCard()),
        Row("`containerApps`, `restoreOn=cpu`", RestoringOnProcessor(), TrainingOnCard()),
        Row("`scaleSet`, a T4 as Spot", RestoringOnMachine(), TrainingOnMachine())]);

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

    private static double CardSeconds => Restorations * CostFile.Assumed("megapixelsRestored") * Measured.RestoringGigaflopsPerMegapixel / CostFile.Gigaflops("T4");

    private static double Bursts => Days * CostFile.Assumed("burstsADay");

    private double RestoringOnCard() => Orchestrated + (CardSeconds + Bursts * Cooldown) * Second(trainJob, card: true);

    private double RestoringOnProcessor()
    {
        var work = Restorations * CostFile.Assumed("megapixelsRestored") * Measured.CoreSecondsPerMegapixel / Cores(restoreOnProcessor);
        return Orchestrated + (work + Bursts * Cooldown) * Second(restoreOnProcessor, card: false);
    }

    /// <summary>A machine starts for every burst, and ten minutes of empty queues end it.</summary>
    private static double RestoringOnMachine() =>
        Orchestrated + (CardSeconds + Bursts * (CostFile.Assumed("machineStartSeconds") + 600)) / Hour * CostFile.Price("machineT4SpotHour");

    private double TrainingOnCard() => Trainings * (Lesson7Plan.On("T4").Total.TotalSeconds + IdleExit) * Second(trainJob, card: true);

    private static double TrainingOnMachine() =>
        Trainings * (Lesson7Plan.On("T4").Total.TotalSeconds + CostFile.Assumed("machineStartSeconds") + 600) / Hour * CostFile.Price("machineT4SpotHour");

    private double Cooldown => Number(restoreOnProcessor, "properties.template.scale.cooldownPeriod");

    private double IdleExit => TimeSpan.Parse(trainJob.At("properties.template.containers.0")!.Variables()["Worker__IdleExit"]!, CultureInfo.InvariantCulture).TotalSeconds;

    private static double Second(JsonNode runner, bool card) =>
        Cores(runner) * CostFile.Price("vcpuSecond")
        + double.Parse(runner.Text("properties.template.containers.0.resources.memory")[..^2], CultureInfo.InvariantCulture) * CostFile.Price("gibSecond")
        + (card ? CostFile.Price("t4GpuSecond") : 0);

    private static double Cores(JsonNode runner) => Number(runner, "properties.template.containers.0.resources.cpu");

    private static double Number(JsonNode node, string path) => double.Parse(node.Text(path), CultureInfo.InvariantCulture);

    private static string Row(string name, double restoring, double training) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Idle:0} | {Idle + restoring:0} | {Idle + restoring + training:0} |");
}
