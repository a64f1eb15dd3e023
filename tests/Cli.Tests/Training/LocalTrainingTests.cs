using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Tests.Photographs;
using CloudRestore.Cli.Training;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Training;

public sealed class LocalTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PhotographFile> _photographs;

    public LocalTrainingTests() => _photographs = [.. Enumerable.Range(1, 5).Select(Photograph)];

    [Fact]
    public async Task Every_stage_leaves_its_folder_and_the_last_one_a_model()
    {
        var progress = new List<StageProgress>();
        await Training("run").RunAsync(_photographs, StageNames.Evaluate, progress.Add, Refuse, TestContext.Current.CancellationToken);

        Directory.GetDirectories(_folder.File("run")).Select(Path.GetFileName).Should().BeEquivalentTo([.. StageNames.All, "pairs"]);
        progress.Select(p => p.Stage).Distinct().Should().Equal(StageNames.All);
        ModelFolder.ReadCard(Path.Combine(_folder.File("run"), StageNames.Evaluate, "model")).Preset.Should().Be("tiny");
    }

    [Fact]
    public async Task Two_cycles_leave_two_GANs_and_a_model_of_the_last()
    {
        var training = new LocalTraining(_folder.File("run"), PresetCatalog.Load("tiny"), 7, new Dictionary<string, string>(), 2, TimeProvider.System);
        await training.RunAsync(_photographs, StageNames.Evaluate, _ => { }, Refuse, TestContext.Current.CancellationToken);

        new[] { "pretrain-critic", "gan", "pretrain-critic-2", "gan-2" }.Select(stage => Convert.ToHexString(Bytes(stage, "critic.safetensors"))).Should().OnlyHaveUniqueItems();
        Bytes("gan-2", "metrics.csv").Should().NotEqual(Bytes("gan", "metrics.csv"), "it sees other crops");
        File.ReadAllText(Path.Combine(_folder.File("run"), StageNames.Evaluate, "report.html")).Should().MatchRegex("(?s)gan.*pretrain-critic-2.*gan-2");

        byte[] Bytes(string stage, string file) => File.ReadAllBytes(Path.Combine(_folder.File("run"), stage, file));
    }

    [Fact]
    public async Task A_training_that_was_stopped_goes_on_and_ends_with_the_same_weights()
    {
        await Training("whole").RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var stopped = () => Training("paused").RunAsync(_photographs, StageNames.PretrainGenerator, progress => StopAt(progress, stop), Refuse, stop.Token);
        await stopped.Should().ThrowAsync<StageSuspendedException>();

        var first = new List<long>();
        await Training("paused").RunAsync(_photographs, StageNames.PretrainGenerator, progress => first.Add(progress.Step), Refuse, TestContext.Current.CancellationToken);

        first[0].Should().BePositive("it goes on from the checkpoint");
        Weights("paused").Should().Equal(Weights("whole"));
    }

    [Fact]
    public async Task A_stage_that_is_done_is_not_done_again()
    {
        await Training("run").RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);
        var progress = new List<StageProgress>();
        await Training("run").RunAsync(_photographs, StageNames.Generate, progress.Add, Refuse, TestContext.Current.CancellationToken);
        progress.Select(p => p.Stage).Distinct().Should().Equal(StageNames.Generate);
    }

    [Fact]
    public async Task A_photograph_that_cannot_be_read_is_named_and_the_others_are_trained_on()
    {
        // All but this one may be held out, but never it: of five the two with the lowest hashes are.
        var cut = Photograph(9);
        await File.WriteAllBytesAsync(cut.Path, (await File.ReadAllBytesAsync(cut.Path, TestContext.Current.CancellationToken))[..^40], TestContext.Current.CancellationToken);
        var refused = new List<string>();
        await Training("run").RunAsync([.. _photographs, cut], StageNames.PretrainGenerator, _ => { }, (name, _) => refused.Add(name), TestContext.Current.CancellationToken);
        refused.Should().Equal("9.png");
    }

    [Theory]
    [InlineData("tiny", "gan.pixelWeight", 7)]
    [InlineData("tiny", null, 8)]
    public async Task A_folder_of_another_training_is_refused(string preset, string? changed, ulong seed)
    {
        await Training("run").RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);
        var overrides = changed is null ? null : new Dictionary<string, string> { [changed] = "3" };
        var other = new LocalTraining(_folder.File("run"), PresetCatalog.Load(preset, overrides), seed, new Dictionary<string, string>(), 1, TimeProvider.System);

        var train = () => other.RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);

        await train.Should().ThrowAsync<CliException>().WithMessage("*run holds a training with another preset, *");
    }

    [Fact]
    public async Task A_folder_of_a_training_from_another_parent_is_refused()
    {
        await Training("parent").RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);
        await Training("run").RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);
        var parent = new Dictionary<string, string> { [StageRoles.Parent] = Path.Combine(_folder.File("parent"), StageNames.PretrainGenerator) };
        var other = new LocalTraining(_folder.File("run"), PresetCatalog.Load("tiny"), 7, parent, 1, TimeProvider.System);

        var train = () => other.RunAsync(_photographs, StageNames.PretrainGenerator, _ => { }, Refuse, TestContext.Current.CancellationToken);

        await train.Should().ThrowAsync<CliException>().WithMessage("*run holds a training with another preset, recipe, seed, parent, encoder, *");
    }

    public void Dispose() => _folder.Dispose();

    private static void StopAt(StageProgress progress, CancellationTokenSource stop)
    {
        if (progress.Step >= 2)
            stop.Cancel();
    }

    private static void Refuse(string name, string reason) => throw new InvalidOperationException($"{name}: {reason}");

    private LocalTraining Training(string run) =>
        new(_folder.File(run), PresetCatalog.Load("tiny"), 7, new Dictionary<string, string>(), 1, TimeProvider.System);

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(_folder.File(run), StageNames.PretrainGenerator, ModelFolder.WeightsName));

    private PhotographFile Photograph(int number)
    {
        var path = _folder.File($"{number}.png");
        Pictures.Write(path, Pictures.Png((byte)(number * 20), width: 120, height: 100));
        return new PhotographFile(path, $"{number}.png");
    }
}
