using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CloudRestore.Cli.Benchmarking;
using CloudRestore.Cli.Demo;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Training;
using CloudRestore.Core.Runs;
using CloudRestore.Learning.Benchmarks;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Restoration;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>bench</c>: what this machine does with our networks, as ratios within one run.</summary>
internal static class BenchCommand
{
    private const string LoaderPreset = "demo";

    private static readonly string[] Engines = [RestorationEngine.Torch, RestorationEngine.Onnx, RestorationEngine.OnnxInt8];

    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer and shorter measurements, and no large photograph: a few minutes." };
    private static readonly Option<string[]> Presets = new("--preset") { Description = "A preset whose network is measured; may be given more than once.", DefaultValueFactory = _ => ["demo", "lesson7"] };
    private static readonly Option<string?> Model = new("--model") { Description = "The model folder whose network is measured too, and that restores the large photograph. Default: the model that comes with the product.", HelpName = "DIR" };
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Presets.AcceptOnlyFromAmong([.. PresetCatalog.Names]);
        var command = new Command("bench", "Measure training, inference, loading and restoring on this machine, against its own peak and a plain eager way on the same libtorch. Only the ratios mean anything elsewhere.")
        {
            Quick, Presets, Model, Json,
        };
        command.SetCancellableAction(RunAsync);
        command.Subcommands.Add(BenchOrchestrationCommand.Create());
        command.Subcommands.Add(BenchUploadsCommand.Create());
        return command;
    }

    /// <summary>The hidden command that a benchmark's own process runs.</summary>
    public static Command CreateProcess()
    {
        var kind = new Argument<string>("kind") { Description = "training or inference." };
        var preset = new Argument<string>("preset") { Description = "The preset, or for inference a model folder." };
        var way = new Argument<string>("way") { Description = "ours, an engine, or plain." };
        var command = new Command(BenchmarkProcess.CommandName, "One benchmark, told when to run by its input.") { kind, preset, way };
        command.Hidden = true;
        command.SetCancellableAction((parsed, cancellationToken) =>
            BenchmarkProcess.ServeAsync(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(preset), parsed.GetRequiredValue(way), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var quick = parsed.GetValue(Quick);
        var (rounds, seconds) = quick ? (3, 2.0) : (5, 5.0);
        var training = new List<TrainingSpeed>();
        var inference = new List<InferenceSpeed>();
        foreach (var preset in parsed.GetRequiredValue(Presets).Distinct())
        {
            Screen.Say($"Measuring the training of {preset}.");
            var speed = (await SpeedComparison.MeasureAsync(BenchmarkProcess.Training, preset, [ComputeWay.Ours], rounds, seconds, cancellationToken))[0];
            training.Add(new TrainingSpeed(preset, speed.UnitsPerSecond, speed.PlainUnitsPerSecond, speed.Ratio, speed.OfPeak));
            inference.AddRange(await InferenceAsync(preset, preset, rounds, seconds, cancellationToken));
        }

        var model = parsed.GetValue(Model) ?? ShippedModel.Folder;
        if (model is not null)
            inference.AddRange(await InferenceAsync(ModelFolder.ReadCard(model).Version, model, rounds, seconds, cancellationToken));

        var scratch = Directory.CreateTempSubdirectory("cloudrestore-bench-").FullName;
        try
        {
            var photographs = await DemoPhotographs.FindAsync(null, null, Screen.Say, cancellationToken);
            Screen.Say("Measuring the data loader.");
            var loader = Loader(photographs, scratch, seconds, training.FirstOrDefault(speed => speed.Preset == LoaderPreset), cancellationToken);
            RestoreSpeed? restore = null;
            if (!quick && model is not null)
            {
                Screen.Say("Restoring a photograph of 24 megapixels.");
                restore = await LargePhotograph.RestoreAsync(photographs, model, scratch, cancellationToken);
            }

            Show(new BenchmarkReport(GemmPeak.Measure(), training, inference, loader, restore), parsed.GetValue(Json));
            return ExitCode.Ok;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<IEnumerable<InferenceSpeed>> InferenceAsync(string name, string network, int rounds, double seconds, CancellationToken cancellationToken)
    {
        Screen.Say($"Measuring the inference of {name}.");
        var speeds = await SpeedComparison.MeasureAsync(BenchmarkProcess.Inference, network, Engines, rounds, seconds, cancellationToken);
        return Engines.Zip(speeds, (engine, speed) => new InferenceSpeed(name, engine, speed.UnitsPerSecond, speed.PlainUnitsPerSecond, speed.Ratio, speed.OfPeak));
    }

    private static LoaderSpeed Loader(IReadOnlyList<PhotographFile> photographs, string scratch, double seconds, TrainingSpeed? training, CancellationToken cancellationToken)
    {
        var preset = PresetCatalog.Load(LoaderPreset);
        var pairs = Directory.CreateDirectory(Path.Combine(scratch, "pairs")).FullName;
        LocalPairs.Write(pairs, photographs, preset, 1, (_, reason) => Screen.Say(reason), cancellationToken);
        using var benchmark = new LoaderBenchmark(preset, Path.Combine(pairs, DatasetPhotograph.Train));
        benchmark.Run();
        var (started, images) = (Stopwatch.GetTimestamp(), 0.0);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            benchmark.Run();
            images += benchmark.Units;
        }

        var speed = images / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new LoaderSpeed(speed, training is null ? double.NaN : speed / training.ImagesPerSecond);
    }

    private static void Show(BenchmarkReport report, bool json)
    {
        if (json)
        {
            Screen.Json(report);
            return;
        }

        var table = new Table().AddColumns("what", "ours", "plain", "ratio", "of peak");
        foreach (var speed in report.Training)
            table.AddRow($"training {speed.Preset}, images/s", Text(speed.ImagesPerSecond), Text(speed.PlainImagesPerSecond), Text(speed.Ratio), Share(speed.OfPeak));
        foreach (var speed in report.Inference)
            table.AddRow($"inference {speed.Preset} ({speed.Engine}), MP/s", Text(speed.MegapixelsPerSecond), Text(speed.PlainMegapixelsPerSecond), Text(speed.Ratio), Share(speed.OfPeak));
        Screen.Result.Write(table);
        Screen.Result.WriteLine($"float32 product of matrices: {report.GemmGflops:F0} GFLOP/s");
        if (report.Loader is { } loader)
            Screen.Result.WriteLine($"data loader ({LoaderPreset}): {Text(loader.ImagesPerSecond)} images/s, {Text(loader.TimesTraining)} times what training takes");
        if (report.Restore is { } restore)
            Screen.Result.WriteLine($"{restore.Megapixels:F0} megapixels from file to file: {Text(restore.Seconds)} s, {restore.PeakMegabytes:F0} MB at most");
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:F0} %");
}
