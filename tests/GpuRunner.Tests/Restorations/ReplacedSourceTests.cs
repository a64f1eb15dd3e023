using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Restorations;

/// <summary>A photograph is uploaded again under its name while the job for the first is under way.</summary>
public sealed class ReplacedSourceTests(StorageAccount account)
{
    private readonly string _name = RestoringRunner.NewName();

    [Fact]
    public async Task A_photograph_replaced_before_its_job_began_is_left_to_the_job_of_the_new_one()
    {
        var old = await UploadAsync(Pictures.Encoded(seed: 1));
        var recent = await UploadAsync(Pictures.Encoded(seed: 2));
        var model = await Models.RegisterAsync(account);
        using var runner = new RestoringRunner(account);
        (await runner.RunAsync(SampleJobs.Restoration(_name, model, recent))).Outcome.Should().Be(JobOutcome.Succeeded);
        var result = await runner.RunAsync(SampleJobs.Restoration(_name, model, old));

        result.Outcome.Should().Be(JobOutcome.Failed);
        result.Reason.Should().Be($"The photograph uploads/{_name} was replaced after it was accepted; the new one is restored by a job of its own.");
        await BelongsToAsync(recent);
    }

    [Fact]
    public async Task A_photograph_replaced_and_restored_just_before_the_older_is_stored_is_not_overwritten()
    {
        var model = await Models.RegisterAsync(account);
        var old = await UploadAsync(Pictures.Encoded(seed: 1));
        using var newer = new RestoringRunner(account);
        var (recent, overtaken) = ("", false);
        var traffic = new StorageTraffic
        {
            Before = async request =>
            {
                if (overtaken || !request.StartsWith("PUT", StringComparison.Ordinal) || !request.Contains($"/restored/{_name}", StringComparison.Ordinal))
                    return;
                overtaken = true;
                recent = await UploadAsync(Pictures.Encoded(seed: 2));
                await newer.RunAsync(SampleJobs.Restoration(_name, model, recent));
            },
        };
        var job = SampleJobs.Restoration(_name, model, old);
        using var older = new TestRunner(traffic.Clients(account.ConnectionString));
        await older.RunNextAsync(await JobQueue.WithAsync(older.Storage, job));

        overtaken.Should().BeTrue();
        (await account.ResultAsync(job.JobId))!.Reason.Should().Contain("was replaced after it was accepted");
        await BelongsToAsync(recent);
    }

    [Fact]
    public async Task An_unreadable_photograph_that_was_replaced_meanwhile_leaves_no_error_document()
    {
        var model = await Models.RegisterAsync(account);
        var old = await UploadAsync("no photograph"u8.ToArray());
        using var newer = new RestoringRunner(account);
        var (recent, overtaken) = ("", false);
        var traffic = new StorageTraffic
        {
            After = async request =>
            {
                if (overtaken || !request.StartsWith("GET", StringComparison.Ordinal) || !request.Contains($"/uploads/{_name}", StringComparison.Ordinal))
                    return;
                overtaken = true;
                recent = await UploadAsync(Pictures.Encoded(seed: 2));
                await newer.RunAsync(SampleJobs.Restoration(_name, model, recent));
            },
        };
        using var older = new TestRunner(traffic.Clients(account.ConnectionString));
        await older.RunNextAsync(await JobQueue.WithAsync(older.Storage, SampleJobs.Restoration(_name, model, old)));

        overtaken.Should().BeTrue();
        await BelongsToAsync(recent);
    }

    [Fact]
    public async Task The_same_photograph_restored_twice_is_not_taken_for_a_replaced_one()
    {
        var model = await Models.RegisterAsync(account);
        var etag = await UploadAsync(Pictures.Encoded());
        using var runner = new RestoringRunner(account);
        foreach (var _ in new[] { 1, 2 })
            (await runner.RunAsync(SampleJobs.Restoration(_name, model, etag))).Outcome.Should().Be(JobOutcome.Succeeded);
        await BelongsToAsync(etag);
    }

    private async Task<string> UploadAsync(byte[] bytes) =>
        (await account.Clients.Blob(Containers.Uploads, _name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true)).Value.ETag.ToString();

    private async Task BelongsToAsync(string etag)
    {
        var restored = await account.Clients.Blob(Containers.Restored, _name).GetPropertiesAsync();
        restored.Value.Metadata["sourceetag"].Should().Be(etag.Trim('"'));
        (await account.Clients.Blob(Containers.Restored, RestoredBlobs.ErrorOf(_name)).ExistsAsync()).Value.Should().BeFalse();
    }
}
