using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Sweeping;

public class SweepTests(FunctionApp app)
{
    [Fact]
    public async Task A_run_that_a_crash_left_recorded_and_unscheduled_is_started() =>
        (await app.TrainingAsync(app.Remains.Run)).Status.Should().Be(RunStatus.Succeeded);

    [Fact]
    public async Task A_restoration_that_a_crash_left_recorded_and_unscheduled_is_started_with_the_model_it_was_pinned_to()
    {
        var restoration = await app.RestorationAsync(app.Remains.Restoration);

        (restoration.Status, restoration.Model).Should().Be((RunStatus.Succeeded, FunctionApp.Model));
    }

    [Fact]
    public async Task A_comparison_that_a_crash_left_recorded_and_unscheduled_is_started() =>
        (await app.PollAsync<Comparison>($"/api/comparisons/{app.Remains.Comparison}", found => found.FinishedAt is not null)).Reason.Should().StartWith("The dataset 'nothing-here' holds no files");

    [Fact]
    public async Task An_import_that_a_crash_left_recorded_and_unscheduled_is_started() =>
        (await app.ImportedAsync(app.Remains.Dataset)).Should().Match<Dataset>(dataset => dataset.Photographs == 1 && dataset.Import!.Status == RunStatus.Succeeded);

    [Fact]
    public async Task A_deletion_that_was_interrupted_is_ended()
    {
        var datasets = await app.PollAsync<Page<DatasetSummary>>("/api/datasets?top=200", page => page.Items.All(dataset => dataset.Name != app.Remains.DeletedDataset));

        datasets.Items.Should().NotContain(dataset => dataset.Name == app.Remains.DeletedDataset);
        await foreach (var blob in app.Storage.Container(Containers.Datasets).GetBlobsAsync(BlobTraits.None, BlobStates.None, app.Remains.DeletedDataset, TestContext.Current.CancellationToken))
            blob.Name.Should().BeNull("nothing is left of it");
    }

    [Fact]
    public async Task What_the_sweep_started_is_run_once()
    {
        await app.TrainingAsync(app.Remains.Run);

        app.Runner.TakenOf(app.Remains.Run).Should().HaveCount(5);
    }
}
