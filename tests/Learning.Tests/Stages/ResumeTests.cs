using System.Security.Cryptography;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;

namespace CloudRestore.Learning.Tests.Stages;

public sealed class ResumeTests(FinishedRun undisturbed) : IClassFixture<FinishedRun>
{
    public static TheoryData<string, long> Interruptions => new()
    {
        { StageNames.PretrainGenerator, 1 },
        { StageNames.PretrainGenerator, 3 }, // the end of a phase
        { StageNames.PretrainGenerator, 5 },
        { StageNames.PretrainCritic, 3 },
        { StageNames.Gan, 2 },
        { StageNames.Gan, 4 },
        { StageNames.Gan, 6 }, // in the second phase, at a validation
    };

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void A_suspended_stage_ends_with_the_same_files_as_an_undisturbed_one(string stage, long step)
    {
        var inputs = undisturbed.InputsOf(stage);
        using var suspended = new StageRun { SuspendAt = step };
        var run = () => suspended.Run(stage, "output", inputs);
        run.Should().Throw<StageSuspendedException>();
        var checkpoint = suspended.Checkpoints.Should().ContainSingle().Subject;
        checkpoint.Step.Should().Be(step);
        Directory.GetFileSystemEntries(suspended.Folder("output")).Should().BeEmpty("nothing half done is left as a result");

        using var resumed = new StageRun();
        Hashes(resumed.Run(stage, "output", inputs, resume: checkpoint.Folder)).Should().Equal(Hashes(undisturbed.Outputs[stage]));
        resumed.Progress[0].Step.Should().Be(step);
    }

    [Fact]
    public void Checkpoints_on_the_clock_change_nothing()
    {
        using var with = new StageRun { CheckpointInterval = TimeSpan.FromSeconds(1) };
        Hashes(with.Run(StageNames.PretrainGenerator, "output")).Should().Equal(Hashes(undisturbed.Outputs[StageNames.PretrainGenerator]));
        with.Checkpoints.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(StageNames.PretrainGenerator)]
    [InlineData(StageNames.Gan)]
    public void In_mixed_precision_as_well(string stage)
    {
        var mixed = PresetCatalog.Load("tiny") with { Precision = TrainingPrecision.Mixed };
        var inputs = undisturbed.InputsOf(stage);
        using var whole = new StageRun { Preset = mixed };
        var expected = Hashes(whole.Run(stage, "output", inputs));
        using var suspended = new StageRun { Preset = mixed, SuspendAt = 2 };
        var run = () => suspended.Run(stage, "output", inputs);
        run.Should().Throw<StageSuspendedException>();

        using var resumed = new StageRun { Preset = mixed };
        Hashes(resumed.Run(stage, "output", inputs, resume: suspended.Checkpoints[0].Folder)).Should().Equal(expected);
        if (MixedPrecision.IsInHardware)
            expected.Should().NotEqual(Hashes(undisturbed.Outputs[stage]), "it was trained in other numbers");
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        using var suspended = new StageRun { SuspendAt = 2 };
        var run = () => suspended.Run(StageNames.PretrainGenerator, "output");
        run.Should().Throw<StageSuspendedException>();

        using var other = new StageRun { Preset = PresetCatalog.Load("tiny", new Dictionary<string, string> { ["gan.pixelWeight"] = "3" }) };
        var resume = () => other.Run(StageNames.PretrainGenerator, "output", resume: suspended.Checkpoints[0].Folder);
        resume.Should().Throw<StageFailedException>().WithMessage("The checkpoint belongs to another stage, seed or preset*");
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_in_one_sentence()
    {
        using var suspended = new StageRun { SuspendAt = 2 };
        var run = () => suspended.Run(StageNames.PretrainGenerator, "output");
        run.Should().Throw<StageSuspendedException>();
        var tensors = Path.Combine(suspended.Checkpoints[0].Folder, "state.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..1000]);

        using var resumed = new StageRun();
        var resume = () => resumed.Run(StageNames.PretrainGenerator, "output", resume: suspended.Checkpoints[0].Folder);
        resume.Should().Throw<StageFailedException>().WithMessage("The checkpoint of the stage pretrain-generator cannot be read: *");
    }

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
}
