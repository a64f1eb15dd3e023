using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Http;

public class PagingTests(FunctionApp app)
{
    [Fact]
    public async Task Runs_are_listed_newest_first_and_each_on_one_page_while_others_begin()
    {
        var dataset = await app.DatasetAsync(4);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
            ids.Insert(0, (await app.StartTrainingAsync(FunctionApp.Tiny(dataset, FunctionApp.NewId("run")))).Id);

        var listed = new List<TrainingRun>();
        string? continuation = null;
        do
        {
            var page = await app.GetAsync<Page<TrainingRun>>($"/api/training-runs?top=2&continuation={continuation}");
            page.Items.Count.Should().BeInRange(1, 2);
            listed.AddRange(page.Items);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        listed.Select(run => run.Id).Should().OnlyHaveUniqueItems();
        listed.Should().BeInDescendingOrder(run => run.Request.CreatedAt);
        listed.Select(run => run.Id).Intersect(ids).Should().Equal(ids);
        foreach (var id in ids)
            await app.TrainingAsync(id);
    }

    [Fact]
    public async Task A_list_may_be_narrowed_to_a_status()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(3), id));
        await app.TrainingAsync(id);

        var failed = await app.GetAsync<Page<TrainingRun>>("/api/training-runs?status=failed&top=200");
        var succeeded = await app.GetAsync<Page<TrainingRun>>("/api/training-runs?status=succeeded&top=200");

        failed.Items.Should().Contain(run => run.Id == id).And.OnlyContain(run => run.Status == RunStatus.Failed);
        succeeded.Items.Should().NotContain(run => run.Id == id).And.OnlyContain(run => run.Status == RunStatus.Succeeded);
    }

    [Fact]
    public async Task Restorations_are_listed_without_the_jobs_that_they_consist_of()
    {
        await app.UploadAsync("listed.jpg", Photographs.Jpeg(1));
        var id = FunctionApp.NewId("batch");
        await app.PostAsync("/api/restorations", new StartRestoration(["listed.jpg"], id, FunctionApp.Model));
        await app.RestorationAsync(id);

        var page = await app.GetAsync<Page<Restoration>>("/api/restorations?top=200");

        page.Items.Should().Contain(restoration => restoration.Id == id).And.NotContain(restoration => restoration.Id.Contains('.'));
        page.Items.Should().BeInDescendingOrder(restoration => restoration.CreatedAt);
    }
}
