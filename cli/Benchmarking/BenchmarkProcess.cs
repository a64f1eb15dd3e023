using System.Diagnostics;
using System.Globalization;
using CloudRestore.Cli.Commands;
using CloudRestore.Learning.Benchmarks;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>
/// A benchmark in a process of its own, since how torch computes is chosen once for a process. It runs whenever it is asked to, so that two
/// ways can be measured in turns while other programs come and go.
/// </summary>
internal sealed class BenchmarkProcess : IAsyncDisposable
{
    /// <summary>The hidden command that serves it.</summary>
    public const string CommandName = "bench-process";

    /// <summary>Training steps of the preset's generator.</summary>
    public const string Training = "training";

    /// <summary>Inference of a preset's generator, or of a model folder's.</summary>
    public const string Inference = "inference";

    private readonly Process _process;

    private BenchmarkProcess(Process process) => _process = process;

    /// <summary>Floating-point operations of one run.</summary>
    public double Operations { get; private set; }

    /// <summary>What one run handles: images or megapixels.</summary>
    public double Units { get; private set; }

    /// <summary>Starts the process and waits until it has warmed up.</summary>
    public static async Task<BenchmarkProcess> StartAsync(string kind, string network, string way, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.CommandLine, CommandName, kind, network, way])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var benchmark = new BenchmarkProcess(Process.Start(start)!);
        try
        {
            var size = (await benchmark.ReadAsync(cancellationToken)).Split(' ');
            (benchmark.Operations, benchmark.Units) = (Number(size[0]), Number(size[1]));
            return benchmark;
        }
        catch
        {
            await benchmark.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the benchmark for about that long and gives the seconds that one run took.</summary>
    public async Task<double> MeasureAsync(double seconds, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(seconds.ToString("R", CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return Number(await ReadAsync(cancellationToken));
    }

    /// <summary>What the process does: answers each line of input with one measurement, until its input ends.</summary>
    public static async Task<int> ServeAsync(string kind, string network, string way, CancellationToken cancellationToken)
    {
        ComputeWay.Choose(way);
        using IBenchmark benchmark = kind == Training
            ? new TrainingBenchmark(PresetCatalog.Load(network))
            : new InferenceBenchmark(Shape(network), way);
        Repeat(benchmark, 0, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Operations:R} {benchmark.Units:R}"));
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
            await Console.Out.WriteLineAsync(Repeat(benchmark, Number(line), cancellationToken).ToString("R", CultureInfo.InvariantCulture));
        return ExitCode.Ok;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static GeneratorOptions Shape(string network) =>
        PresetCatalog.Names.Contains(network) ? PresetCatalog.Load(network).Generator : ModelFolder.ReadCard(network).Generator;

    private static double Repeat(IBenchmark benchmark, double seconds, CancellationToken cancellationToken)
    {
        const int Least = 2;
        var started = Stopwatch.GetTimestamp();
        var runs = 0;
        while (runs < Least || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            benchmark.Run();
            runs++;
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds / runs;
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new CliException("A process of the benchmark ended before it had measured anything; what it said stands above.");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
