using System.Runtime.InteropServices;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Stages;

/// <summary>Memory and tensors belong to the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed partial class LeakTests : IClassFixture<FinishedRun>, IDisposable
{
    // Generator and critic take turns, and hold different tensors: the most of some steps is taken. Of memory in the end it is the least:
    // what leaks is in every step, and what the system or the garbage collector happens to hold for a while is not.
    private const int Window = 10;

    private readonly FinishedRun _finished;
    private readonly int _threads = get_num_threads();

    // So little work is done sooner by one thread than divided, above all beside other programs.
    public LeakTests(FinishedRun finished)
    {
        _finished = finished;
        set_num_threads(1);
    }

    [Fact]
    [Trait("Duration", "Long")]
    public void Ten_thousand_batches_leave_neither_tensors_nor_memory_behind()
    {
        var preset = Tiny(10_000);
        var training = preset.PretrainGenerator.Phases[0] with { FreezeEncoder = true };
        var held = Train(StageNames.PretrainGenerator, 1_500, preset with
        {
            Generator = preset.Generator with { SelfAttention = false, Blur = false, FullSizeBlock = false, LastCross = false },
            PretrainGenerator = preset.PretrainGenerator with { Phases = [training], AverageDecay = 0, SamplesEvery = null, ValidateEvery = 1_000, LogEvery = 1_000 },
        });

        held.After.Tensors.Should().BeLessThanOrEqualTo(held.WarmedUp.Tensors);
        held.After.Memory.Should().BeLessThanOrEqualTo((long)(held.WarmedUp.Memory * 1.01));
    }

    [Theory]
    [InlineData(StageNames.PretrainGenerator)]
    [InlineData(StageNames.PretrainCritic)]
    [InlineData(StageNames.Gan)]
    public void Looks_averages_grids_and_checkpoints_leave_no_tensor_behind(string stage)
    {
        var held = Train(stage, 20, Tiny(60));

        held.After.Tensors.Should().BeLessThanOrEqualTo(held.WarmedUp.Tensors);
    }

    public void Dispose() => set_num_threads(_threads);

    private static Preset Tiny(int steps)
    {
        var tiny = PresetCatalog.Load("tiny");
        TrainingPhase phase = new() { Steps = steps, Batch = 2, Crop = new() { Size = 32 }, LearningRate = 1e-4 };
        return tiny with
        {
            PretrainGenerator = tiny.PretrainGenerator with { Phases = [phase], ValidateEvery = 10, SamplesEvery = 10 },
            PretrainCritic = tiny.PretrainCritic with { Phases = [phase with { Crop = new() { Size = 64 } }] },
            Gan = tiny.Gan with { Phases = [phase with { Crop = new() { Size = 64 } }], ValidateEvery = 10, SamplesEvery = 10 },
        };
    }

    private (Held WarmedUp, Held After) Train(string stage, long warmUp, Preset preset)
    {
        Held warmedUp = default, after = default;
        using var run = new StageRun
        {
            Preset = preset,
            CheckpointInterval = TimeSpan.FromSeconds(warmUp / 2),
            OnProgress = progress =>
            {
                var every = Math.Max(1, progress.Steps / 100);
                if (progress.Step % every != 0)
                    return;
                if (progress.Step > warmUp - (Window * every) && progress.Step <= warmUp)
                    warmedUp = warmedUp.AtMost(Measure());
                else if (progress.Step > progress.Steps - (Window * every))
                    after = after.InTheEnd(Measure());
            },
        };
        run.Run(stage, "output", _finished.InputsOf(stage));

        run.Checkpoints.Should().HaveCountGreaterThan(2);
        TestContext.Current.TestOutputHelper!.WriteLine($"{stage}: {warmedUp}, then {after}.");
        return (warmedUp, after);
    }

    private static Held Measure()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        // What libvips' threads have freed stays with glibc, an arena for each thread: free, but resident.
        if (OperatingSystem.IsLinux())
            _ = TrimFreed(0);
        return new Held(Tensor.TotalCount, Environment.WorkingSet);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TrimFreed(nuint kept);

    private readonly record struct Held(long Tensors, long Memory)
    {
        public Held AtMost(Held other) => new(Math.Max(Tensors, other.Tensors), Math.Max(Memory, other.Memory));

        public Held InTheEnd(Held other) => new(Math.Max(Tensors, other.Tensors), Memory == 0 ? other.Memory : Math.Min(Memory, other.Memory));
    }
}
