using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Checkpoints;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests.Checkpoints;

public sealed class CheckpointStoreTests(StorageAccount account) : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly string _run = StorageAccount.NewId("run");
    private readonly LogLines _log = new();

    private string Stage => $"{_run}/gan/";

    [Fact]
    public async Task Without_a_checkpoint_a_stage_begins_anew()
    {
        (await Attempt(1).ResumeAsync(_folder.File("resume"), Never)).Should().BeNull();
        (await Attempt(1).StepAsync(Never)).Should().Be(0);
    }

    [Fact]
    public async Task A_checkpoints_files_carry_the_tag_that_lifecycle_rules_ask_for()
    {
        await SaveAsync(Attempt(1), 10);
        var blob = account.Clients.Blob(Containers.Runs, RunBlobs.Checkpoint(_run, JobKind.Gan, 1, 10) + "state.safetensors");
        (await blob.GetTagsAsync(cancellationToken: Never)).Value.Tags.Should().Contain(RunBlobs.KindTag, RunBlobs.CheckpointKind);
    }

    [Fact]
    public async Task A_later_attempt_resumes_from_the_newest_checkpoint()
    {
        var first = Attempt(1);
        await SaveAsync(first, 10);
        await SaveAsync(first, 20);
        (await ResumedAsync(Attempt(2))).Should().Be("state at 20");
        (await Attempt(2).StepAsync(Never)).Should().Be(20);
    }

    [Fact]
    public async Task The_newest_and_the_one_before_are_kept()
    {
        var first = Attempt(1);
        foreach (var step in new[] { 10, 20, 30 })
            await SaveAsync(first, step);
        (await FilesAsync()).Should().BeEquivalentTo(
            "001-000000020/metrics.csv", "001-000000020/state.safetensors", "001-000000030/metrics.csv", "001-000000030/state.safetensors");

        var second = Attempt(2);
        await ResumedAsync(second);
        await SaveAsync(second, 40);
        (await FilesAsync()).Should().BeEquivalentTo(
            "001-000000030/metrics.csv", "001-000000030/state.safetensors", "002-000000040/metrics.csv", "002-000000040/state.safetensors");
    }

    [Theory]
    [InlineData("missing", "is missing")]
    [InlineData("short", "bytes instead of")]
    [InlineData("changed", "does not have its SHA-256")]
    public async Task A_torn_checkpoint_is_passed_over_for_the_one_before(string damage, string reason)
    {
        var first = Attempt(1);
        await SaveAsync(first, 10);
        await SaveAsync(first, 20);
        await DamageAsync(20, damage);

        var second = Attempt(2);
        (await ResumedAsync(second)).Should().Be("state at 10");
        _log.Lines.Should().Contain(line => line.Contains("001-000000020") && line.Contains(reason));

        await SaveAsync(second, 15);
        (await ResumedAsync(Attempt(3))).Should().Be("state at 15");
        await DamageAsync(15, damage, attempt: 2);
        (await ResumedAsync(Attempt(3))).Should().Be("state at 10", "the torn one is not the one to fall back to");
    }

    [Fact]
    public async Task When_no_checkpoint_is_whole_the_stage_begins_anew()
    {
        var first = Attempt(1);
        await SaveAsync(first, 10);
        await SaveAsync(first, 20);
        await DamageAsync(10, "changed");
        await DamageAsync(20, "missing");
        (await Attempt(2).ResumeAsync(_folder.File("resume"), Never)).Should().BeNull();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_pointer_that_is_not_one_is_passed_over_and_replaced(string text)
    {
        await account.UploadAsync(Containers.Runs, Stage + "latest.json", Encoding.UTF8.GetBytes(text));
        var first = Attempt(1);
        (await first.ResumeAsync(_folder.File("resume"), Never)).Should().BeNull();
        await SaveAsync(first, 10);
        (await ResumedAsync(Attempt(2))).Should().Be("state at 10");
    }

    [Fact]
    public async Task An_earlier_attempt_can_neither_move_the_pointer_of_a_later_one_nor_resume_from_it()
    {
        var first = Attempt(1);
        await SaveAsync(first, 10);
        var second = Attempt(2);
        await ResumedAsync(second);
        await SaveAsync(second, 20);

        await FluentActions.Awaiting(() => SaveAsync(first, 30)).Should().ThrowAsync<JobLostException>();
        await FluentActions.Awaiting(() => first.ResumeAsync(_folder.File("resume"), Never)).Should().ThrowAsync<JobLostException>();
        (await ResumedAsync(Attempt(3))).Should().Be("state at 20");
    }

    [Fact]
    public async Task An_earlier_attempt_deletes_nothing_of_a_later_one()
    {
        await account.UploadAsync(Containers.Runs, Stage + "checkpoints/002-000000020/state.safetensors", [1]);
        var first = Attempt(1);
        await SaveAsync(first, 10);
        (await FilesAsync()).Should().Contain("002-000000020/state.safetensors", "it is being written, and its pointer comes last");
    }

    public void Dispose() => _folder.Dispose();

    private CheckpointStore Attempt(int number) => new(account.Clients, _run, JobKind.Gan, number, _log.For<CheckpointStore>());

    private async Task SaveAsync(CheckpointStore store, long step)
    {
        var folder = Directory.CreateDirectory(_folder.File($"checkpoint-{Guid.NewGuid():N}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "state.safetensors"), $"state at {step}");
        await File.WriteAllTextAsync(Path.Combine(folder, "metrics.csv"), "step,loss\n");
        await store.SaveAsync(folder, step, Never);
    }

    private async Task<string> ResumedAsync(CheckpointStore store) =>
        await File.ReadAllTextAsync(Path.Combine((await store.ResumeAsync(_folder.File($"resume-{Guid.NewGuid():N}"), Never))!, "state.safetensors"));

    private Task<IReadOnlyList<string>> FilesAsync() => account.NamesAsync(Containers.Runs, Stage + "checkpoints/");

    private async Task DamageAsync(long step, string damage, int attempt = 1)
    {
        var path = RunBlobs.Checkpoint(_run, JobKind.Gan, attempt, step) + "state.safetensors";
        if (damage == "missing")
            await account.Clients.Blob(Containers.Runs, path).DeleteAsync();
        else
            await account.UploadAsync(Containers.Runs, path, Encoding.UTF8.GetBytes(damage == "short" ? "state" : $"STATE at {step}"));
    }
}
