using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Training;

public class DatasetProblemTests(FunctionApp app)
{
    [Fact]
    public async Task Every_file_that_cannot_be_used_is_named_with_its_reason_and_the_good_ones_are_trained_on()
    {
        var dataset = await app.DatasetAsync(4, new Dictionary<string, byte[]>
        {
            ["Ferien 2024/Äpfel & Birnen #1?.jpg"] = Photographs.Jpeg(50),
            ["copy of photo 0.jpg"] = Photographs.Jpeg(0),
            ["cut short.jpg"] = Photographs.Jpeg(99)[..200],
            ["dot.jpg"] = Photographs.Jpeg(1, width: 1, height: 1),
            ["empty.jpg"] = [],
            ["endless.png"] = Photographs.PngHeader(1, 500_000_000),
            ["notes.jpg"] = "not a photograph"u8.ToArray(),
            ["spoilt.jpg"] = [.. Photographs.Jpeg(98)[..600], .. new byte[600]],
            ["stamp.jpg"] = Photographs.Jpeg(2, width: 31, height: 400),
        });
        var id = FunctionApp.NewId("run");

        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id));
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Succeeded);

        var manifest = await app.GetAsync<DatasetManifest>($"/api/training-runs/{id}/dataset");
        manifest.Photographs.Select(photograph => photograph.Name).Should().Equal(
            "Ferien 2024/Äpfel & Birnen #1?.jpg", "copy of photo 0.jpg", "photo 1.jpg", "photo 2.jpg", "photo 3.jpg");
        manifest.Rejected.Should().Equal(
            new("cut short.jpg", "\"cut short.jpg\" is a JPEG file that is cut short or broken: get a complete copy."),
            new("dot.jpg", "\"dot.jpg\" is 1 x 1 pixels, too small to restore: give one of at least 32 x 32 pixels."),
            new("empty.jpg", "\"empty.jpg\" is empty: give a JPEG, PNG, WebP, TIFF or AVIF file."),
            new("endless.png", "\"endless.png\" is 1 x 500000000 pixels, more than the 100,000,000 pixels allowed: make it smaller."),
            new("notes.jpg", "\"notes.jpg\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file."),
            new("photo 0.jpg", "\"photo 0.jpg\" has the same content as \"copy of photo 0.jpg\", which is used once."),
            new("spoilt.jpg", "\"spoilt.jpg\" is a JPEG file that is cut short or broken: get a complete copy."),
            new("stamp.jpg", "\"stamp.jpg\" is 31 x 400 pixels, too small to restore: give one of at least 32 x 32 pixels."));
    }

    [Fact]
    public async Task A_dataset_without_enough_photographs_fails_the_run_with_what_was_refused_and_why()
    {
        var dataset = await app.DatasetAsync(3, new Dictionary<string, byte[]> { ["notes.jpg"] = "text"u8.ToArray() });
        var id = FunctionApp.NewId("run");

        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id));
        var run = await app.TrainingAsync(id);

        run.Status.Should().Be(RunStatus.Failed);
        run.Reason.Should().Be(
            $"The dataset '{dataset}' holds 3 usable photographs, and at least 4 different ones are needed. 1 refused: " +
            "\"notes.jpg\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file.");
        run.Stages.Should().ContainSingle().Which.Status.Should().Be(RunStatus.Failed);
        app.Runner.TakenOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task A_dataset_without_any_photograph_fails_the_run_and_says_so()
    {
        var dataset = await app.DatasetAsync(0, new Dictionary<string, byte[]> { ["notes.txt"] = "text"u8.ToArray() });
        var id = FunctionApp.NewId("run");

        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id));

        (await app.TrainingAsync(id)).Reason.Should().StartWith($"The dataset '{dataset}' holds 0 usable photographs");
    }

    [Fact]
    public async Task A_dataset_that_is_empty_or_unknown_is_refused_at_once() =>
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/training-runs", FunctionApp.Tiny("nothing-here", FunctionApp.NewId("run"))))).Should().Be(
            (404, "The dataset 'nothing-here' holds no files: upload at least 4 photographs to datasets/nothing-here/originals/."));
}
