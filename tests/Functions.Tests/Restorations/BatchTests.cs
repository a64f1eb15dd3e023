using CloudRestore.Core.Api;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Restorations;

public class BatchTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_restores_the_good_ones_beside_one_that_fails()
    {
        var batch = await BatchAsync("a.jpg", "b.jpg", "c.jpg");
        app.Runner.Script($"{batch.Id}.1", job => app.Runner.FailAsync(job, "\"b.jpg\" is cut short."));

        ((int)(await app.PostAsync("/api/restorations", batch with { Scale = 2 })).StatusCode).Should().Be(202);
        var restoration = await app.RestorationAsync(batch.Id!);

        (restoration.Status, restoration.Total, restoration.Finished).Should().Be((RunStatus.Failed, 3, 3));
        restoration.Reason.Should().Be("1 of 3 photographs were not restored; each says why.");
        restoration.Photographs.Select(photograph => photograph.Status).Should().Equal(RunStatus.Succeeded, RunStatus.Failed, RunStatus.Succeeded);
        restoration.Photographs[1].Reason.Should().Be("\"b.jpg\" is cut short.");
        app.Runner.TakenOf(batch.Id!).Should().HaveCount(3).And.OnlyContain(job => job.Restoration!.Size == new OutputSize(null, 2));
        (await app.Http.GetByteArrayAsync($"/api/restorations/{batch.Id}/photographs/0", Token)).Should().Equal(Photographs.Jpeg(2));
        (await ProblemOf($"/api/restorations/{batch.Id}/photographs/1")).Should().Be((409, "\"b.jpg\" is cut short."));
        (await ProblemOf($"/api/restorations/{batch.Id}/photographs/9")).Should().Be((404, $"The restoration '{batch.Id}' has 3 photographs, counted from 0."));
    }

    [Fact]
    public async Task A_batch_larger_than_what_is_sent_at_once_is_restored_to_its_last_photograph()
    {
        var batch = await BatchAsync([.. Enumerable.Range(0, 34).Select(i => $"{i:D2}.jpg")]);

        await app.PostAsync("/api/restorations", batch);
        var restoration = await app.RestorationAsync(batch.Id!);

        (restoration.Status, restoration.Finished).Should().Be((RunStatus.Succeeded, 34));
        restoration.Photographs.Select(photograph => photograph.Target!.Path).Should().Equal(batch.Photographs);
        app.Runner.TakenOf(batch.Id!).Should().HaveCount(34);
    }

    [Fact]
    public async Task The_same_batch_twice_is_one_restoration_and_another_under_its_id_is_refused()
    {
        var batch = await BatchAsync("a.jpg", "b.jpg");

        var first = await app.PostAsync("/api/restorations", batch);
        var second = await app.PostAsync("/api/restorations", batch);
        var other = await app.PostAsync("/api/restorations", batch with { Size = 64 });

        ((int)first.StatusCode, (int)second.StatusCode).Should().Be((202, 200));
        (await FunctionApp.ProblemAsync(other)).Should().Be((409, $"The restoration '{batch.Id}' exists and was asked for something else: choose another id."));
        (await app.RestorationAsync(batch.Id!)).Status.Should().Be(RunStatus.Succeeded);
        app.Runner.TakenOf(batch.Id!).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_batch_that_is_asked_for_again_after_its_uploads_are_gone_is_still_the_same_restoration()
    {
        var batch = await BatchAsync("a.jpg");
        await app.PostAsync("/api/restorations", batch);
        var restoration = await app.RestorationAsync(batch.Id!);
        await app.Storage.Blob(Containers.Uploads, batch.Photographs![0]).DeleteAsync(cancellationToken: Token);

        var again = await app.PostAsync("/api/restorations", batch);

        ((int)again.StatusCode).Should().Be(200);
        (await FunctionApp.ReadAsync<Restoration>(again)).Should().BeEquivalentTo(restoration);
    }

    [Fact]
    public async Task A_restoration_that_is_cancelled_stops_its_runners_and_keeps_what_was_finished()
    {
        var batch = await BatchAsync("a.jpg", "b.jpg");
        app.Runner.Script($"{batch.Id}.1", app.Runner.WorkUntilCancelledAsync);
        await app.PostAsync("/api/restorations", batch);
        await app.PollAsync<Restoration>($"/api/restorations/{batch.Id}", found => found.Finished == 1);

        ((int)(await app.PostAsync($"/api/restorations/{batch.Id}/cancel")).StatusCode).Should().Be(202);
        var restoration = await app.RestorationAsync(batch.Id!);

        (restoration.Status, restoration.Reason).Should().Be((RunStatus.Cancelled, "The restoration was cancelled."));
        restoration.Photographs.Select(photograph => photograph.Status).Should().Equal(RunStatus.Succeeded, RunStatus.Cancelled);
    }

    [Fact]
    public async Task A_photograph_whose_runner_fell_silent_has_an_error_document_and_its_reason()
    {
        var batch = await BatchAsync("a.jpg");
        app.Runner.Script($"{batch.Id}.", app.Runner.BeatAsync);
        await app.PostAsync("/api/restorations", batch);

        var restoration = await app.RestorationAsync(batch.Id!);
        var error = await app.ErrorAsync(batch.Photographs![0]);

        restoration.Reason.Should().StartWith("The GPU runner fell silent for more than 4 seconds");
        (error.Reason, error.Job, error.Model).Should().Be((restoration.Reason, $"{batch.Id}.0", FunctionApp.Model));
    }

    [Fact]
    public async Task A_prefix_stands_for_every_upload_that_begins_so_when_it_is_accepted()
    {
        var names = (await BatchAsync("a.jpg", "b.jpg")).Photographs!;
        var id = FunctionApp.NewId("prefix");
        var body = new StartRestoration(Prefix: names[0][..^"a.jpg".Length], Id: id, Model: FunctionApp.Model);

        var first = await FunctionApp.ReadAsync<Restoration>(await app.PostAsync("/api/restorations", body));
        await app.UploadAsync($"{body.Prefix}c.jpg", Photographs.Jpeg(2));
        var again = await app.PostAsync("/api/restorations", body);

        first.Photographs.Select(photograph => photograph.Name).Should().Equal(names);
        (await FunctionApp.ReadAsync<Restoration>(again)).Total.Should().Be(2);
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/restorations", body with { Prefix = "another/" }))).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_prefix_of_nothing_or_beside_names_is_refused()
    {
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/restorations", new StartRestoration(Prefix: "no-such/", Model: FunctionApp.Model))))
            .Should().Be((404, "No photograph of the container uploads begins with 'no-such/'."));
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/restorations", new StartRestoration(["a.jpg"], Prefix: "no-such/", Model: FunctionApp.Model))))
            .Should().Be((400, "Give either \"photographs\" or a \"prefix\", not both."));
    }

    [Fact]
    public async Task The_photographs_of_a_restoration_are_listed_in_their_order_a_page_at_a_time()
    {
        var batch = await BatchAsync("a.jpg", "b.jpg", "c.jpg");
        app.Runner.Script($"{batch.Id}.1", job => app.Runner.FailAsync(job, "Broken."));
        await app.PostAsync("/api/restorations", batch);
        await app.RestorationAsync(batch.Id!);
        var list = $"/api/restorations/{batch.Id}/photographs";

        var first = await app.GetAsync<Page<PhotographOutcome>>($"{list}?top=2");
        var second = await app.GetAsync<Page<PhotographOutcome>>($"{list}?top=2&continuation={first.Continuation}");
        var failed = await app.GetAsync<Page<PhotographOutcome>>($"{list}?status=failed");

        first.Items.Concat(second.Items).Select(photograph => photograph.Name).Should().Equal(batch.Photographs);
        (first.Items.Count, second.Continuation).Should().Be((2, null));
        failed.Items.Should().ContainSingle().Which.Should().Be(new PhotographOutcome(batch.Photographs![1], RunStatus.Failed, null, "Broken."));
        (await ProblemOf("/api/restorations/nobody/photographs")).Should().Be((404, "There is no restoration 'nobody'."));
    }

    private async Task<StartRestoration> BatchAsync(params string[] files)
    {
        var id = FunctionApp.NewId("batch");
        string[] names = [.. files.Select(file => $"{id}/{file}")];
        foreach (var name in names)
            await app.UploadAsync(name, Photographs.Jpeg(2));
        return new StartRestoration(names, id, FunctionApp.Model);
    }

    private async Task<(int Status, string Sentence)> ProblemOf(string path) => await FunctionApp.ProblemAsync(await app.Http.GetAsync(path, Token));
}
