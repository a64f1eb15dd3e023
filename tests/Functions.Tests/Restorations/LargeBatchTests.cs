using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Restorations;

/// <summary>Restorations of more photographs than one orchestration restores.</summary>
public class LargeBatchTests(FunctionApp app)
{
    private const int Size = FunctionApp.ChunkSize;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_in_chunks_restores_every_photograph_once_and_tells_of_the_one_that_fails()
    {
        var batch = await BatchAsync((2 * Size) + 8);
        app.Runner.Script($"{batch.Id}.{Size + 1}", job => app.Runner.FailAsync(job, "It is cut short."));

        var accepted = await app.PostAsync("/api/restorations", batch);
        var restoration = await app.RestorationAsync(batch.Id!);

        ((int)accepted.StatusCode).Should().Be(202);
        (restoration.Status, restoration.Total, restoration.Finished, restoration.Failed).Should().Be((RunStatus.Failed, 80, 80, 1));
        restoration.Reason.Should().Be("1 of 80 photographs were not restored; each says why.");
        restoration.Photographs.Should().BeEmpty("pages list them");
        (await OutcomesAsync(batch.Id!)).Select(photograph => (photograph.Name, photograph.Status)).Should().Equal(
            batch.Photographs!.Select((name, i) => (name, i == Size + 1 ? RunStatus.Failed : RunStatus.Succeeded)));
        (await OutcomesAsync(batch.Id!, RunStatus.Failed)).Should().ContainSingle().Which.Reason.Should().Be("It is cut short.");
        app.Runner.TakenOf(batch.Id!).Select(job => job.JobId).Should().BeEquivalentTo(Enumerable.Range(0, 80).Select(i => $"{batch.Id}.{i}"));
        app.Runner.TakenOf(batch.Id!).Should().OnlyContain(job => job.Restoration!.Model == FunctionApp.Model);
        (await app.Http.GetByteArrayAsync($"/api/restorations/{batch.Id}/photographs/79", Token)).Should().Equal(Photographs.Jpeg(2));
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/restorations/{batch.Id}/photographs/{Size + 1}", Token))).Should().Be((409, "It is cut short."));
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_half_way_keeps_what_was_restored_and_begins_no_more()
    {
        var batch = await BatchAsync((3 * Size) + 1);
        app.Runner.Script($"{batch.Id}.{Size}", _ => Task.CompletedTask);
        app.Runner.Script($"{batch.Id}.{2 * Size}", _ => Task.CompletedTask);
        await app.PostAsync("/api/restorations", batch);
        var running = await app.PollAsync<Restoration>($"/api/restorations/{batch.Id}", found => found.Finished == Size + (2 * (JobWave.AtOnce - 1)));

        await app.PostAsync($"/api/restorations/{batch.Id}/cancel");
        var restoration = await app.RestorationAsync(batch.Id!);

        (running.Status, running.Failed).Should().Be((RunStatus.Running, 0));
        (restoration.Status, restoration.Reason).Should().Be((RunStatus.Cancelled, "The restoration was cancelled."));
        (restoration.Finished, restoration.Failed).Should().Be((restoration.Total, restoration.Total - running.Finished));
        (await OutcomesAsync(batch.Id!)).Select(photograph => photograph.Status).Should().Equal(Enumerable.Range(0, restoration.Total).Select(i =>
            i < Size || (i < 3 * Size && i % Size is > 0 and < JobWave.AtOnce) ? RunStatus.Succeeded : RunStatus.Cancelled));
        app.Runner.TakenOf(batch.Id!).Should().HaveCount(Size + (2 * JobWave.AtOnce));
        ((int)(await app.PostAsync($"/api/restorations/{batch.Id}/cancel")).StatusCode).Should().Be(202, "that it is cancelled is what was asked");
    }

    [Fact]
    public async Task A_chunk_that_breaks_does_not_stop_the_others_and_the_restoration_says_why()
    {
        var batch = await BatchAsync(Size + 2);
        var request = await RecordAsync(batch);
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Photographs(batch.Id!, request.List!.Key, 0)).DeleteAsync(cancellationToken: Token);

        await app.PostAsync("/api/restorations", batch);
        var restoration = await app.RestorationAsync(batch.Id!);

        (restoration.Status, restoration.Finished, restoration.Failed).Should().Be((RunStatus.Failed, Size + 2, Size));
        restoration.Reason.Should().Be($"{Size} of {Size + 2} photographs were not restored: The photographs of chunk 0 of the restoration '{batch.Id}' are gone.");
        (await app.Http.GetByteArrayAsync($"/api/restorations/{batch.Id}/photographs/{Size + 1}", Token)).Should().Equal(Photographs.Jpeg(2));
    }

    [Fact]
    public async Task A_large_batch_that_was_recorded_and_never_scheduled_is_started_when_it_is_asked_for_again()
    {
        var batch = await BatchAsync(Size + 1);
        await RecordAsync(batch);
        (await app.GetAsync<Page<PhotographOutcome>>($"/api/restorations/{batch.Id}/photographs?top=1")).Items.Should().OnlyContain(photograph => photograph.Status == RunStatus.Pending);

        var again = await app.PostAsync("/api/restorations", batch);

        ((int)again.StatusCode).Should().Be(200);
        (await app.RestorationAsync(batch.Id!)).Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task The_same_large_batch_twice_is_one_restoration_and_another_under_its_id_is_refused()
    {
        var batch = await BatchAsync(Size + 1);
        var twice = await Task.WhenAll(
            app.SendAsync(HttpMethod.Post, "/api/restorations", batch, (IdempotentPosts.Header, batch.Id!)),
            app.SendAsync(HttpMethod.Post, "/api/restorations", batch, (IdempotentPosts.Header, batch.Id!)));
        await app.UploadAsync(batch.Photographs![0], Photographs.Jpeg(3));

        var keyless = await app.PostAsync("/api/restorations", batch);
        var other = await app.PostAsync("/api/restorations", batch with { Photographs = [.. batch.Photographs!.Reverse()] });

        twice.Should().OnlyContain(answer => answer.IsSuccessStatusCode);
        twice.Select(answer => answer.StatusCode).Distinct().Should().ContainSingle("one answer is the answer of both");
        ((int)keyless.StatusCode).Should().Be(200, "a replaced upload changes nothing about what was accepted");
        (await FunctionApp.ProblemAsync(other)).Should().Be((409, $"The restoration '{batch.Id}' exists and was asked for something else: choose another id."));
        (await app.RestorationAsync(batch.Id!)).Total.Should().Be(Size + 1);
        app.Runner.TakenOf(batch.Id!).Select(job => job.JobId).Should().OnlyHaveUniqueItems().And.HaveCount(Size + 1);
    }

    [Fact]
    public async Task A_prefix_of_many_uploads_stands_for_those_that_were_there_when_it_was_accepted()
    {
        var names = (await BatchAsync(Size + 1)).Photographs!;
        var body = new StartRestoration(Prefix: names[0][..^"0000.jpg".Length], Id: FunctionApp.NewId("prefix"), Model: FunctionApp.Model);

        await app.PostAsync("/api/restorations", body);
        await app.UploadAsync($"{body.Prefix}9999.jpg", Photographs.Jpeg(2));
        var again = await app.PostAsync("/api/restorations", body);

        ((int)again.StatusCode).Should().Be(200);
        (await FunctionApp.ReadAsync<Restoration>(again)).Total.Should().Be(Size + 1);
        (await app.RestorationAsync(body.Id!)).Status.Should().Be(RunStatus.Succeeded);
        (await OutcomesAsync(body.Id!)).Select(photograph => photograph.Name).Should().Equal(names);
    }

    [Fact]
    public async Task More_than_ten_thousand_names_are_refused_and_ten_thousand_are_read()
    {
        string[] names = [.. Enumerable.Range(0, 10_001).Select(i => $"nobody/uploaded/a/photograph/with/a/name/as/long/as/this/{i:D5}.jpg")];

        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/restorations", new StartRestoration(names, Model: FunctionApp.Model))))
            .Should().Be((400, "\"photographs\" must name 1 to 10000 photographs of the container uploads."));
        var (status, sentence) = await FunctionApp.ProblemAsync(await app.PostAsync("/api/restorations", new StartRestoration(names[1..], Model: FunctionApp.Model)));
        status.Should().Be(404);
        sentence.Should().StartWith("There is no photograph 'nobody/uploaded/");
    }

    /// <summary>Uploads photographs and names them.</summary>
    private async Task<StartRestoration> BatchAsync(int count)
    {
        var id = FunctionApp.NewId("batch");
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"{id}/{i:D4}.jpg")];
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (name, _) => await app.UploadAsync(name, Photographs.Jpeg(2)));
        return new StartRestoration(names, id, FunctionApp.Model);
    }

    /// <summary>Records a batch as the app does before it schedules it.</summary>
    private async Task<RestorationRequest> RecordAsync(StartRestoration batch)
    {
        var lists = new PhotographLists(app.Storage, Options.Create(new RestorationOptions { ChunkSize = Size }));
        var photographs = batch.Photographs!.Select(name => new RequestedPhotograph(
            name, new BlobAddress(Containers.Uploads, name), null, new BlobAddress(Containers.Restored, RestoredBlobs.OfUpload(name))));
        var request = new RestorationRequest { Id = batch.Id!, Photographs = [.. photographs], Model = batch.Model!, CreatedAt = app.Clock.GetUtcNow() };
        var record = await lists.MoveOutAsync(request, Token);
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(request.Id)).WriteJsonAsync(record, Token);
        return record;
    }

    private async Task<List<PhotographOutcome>> OutcomesAsync(string id, RunStatus? status = null)
    {
        var found = new List<PhotographOutcome>();
        var page = new Page<PhotographOutcome>([], null);
        do
        {
            page = await app.GetAsync<Page<PhotographOutcome>>($"/api/restorations/{id}/photographs?top=25&continuation={page.Continuation}&status={status?.ToString().ToLowerInvariant()}");
            found.AddRange(page.Items);
        }
        while (page.Continuation is not null);
        return found;
    }
}
