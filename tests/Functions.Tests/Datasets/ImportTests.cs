using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Datasets;

public class ImportTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_becomes_a_dataset_under_the_names_below_it()
    {
        var name = FunctionApp.NewId("set");
        var source = await app.PicturesAsync([.. Jpegs(4), ("1968/Äpfel #1.jpg", Photographs.Jpeg(100)), ("notes.txt", "text"u8.ToArray())]);

        var dataset = await app.ImportAsync(name, source);

        dataset.Import!.Status.Should().Be(RunStatus.Succeeded);
        (dataset.Photographs, dataset.Splits, dataset.Uninspected, dataset.Problem).Should().Be((5, new SplitCounts(3, 2, 0), 0, null));
        dataset.Import.Rejected.Should().Equal(new RejectedFile("notes.txt", "\"notes.txt\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file."));
        (await PhotographsAsync(name)).Select(photograph => photograph.Name).Should().BeEquivalentTo("p0.jpg", "p1.jpg", "p2.jpg", "p3.jpg", "1968/Äpfel #1.jpg");
    }

    [Fact]
    public async Task The_archive_of_Oxford_IIIT_Pet_can_be_imported_as_it_comes()
    {
        var name = FunctionApp.NewId("set");
        var (cat, dog) = (Photographs.Jpeg(1), Photographs.Jpeg(2));
        var archive = Archives.TarGz(
            ("images/", null),
            ("images/._Abyssinian_1.jpg", [0, 5, 22, 7]),
            ("images/Abyssinian_1.jpg", cat),
            ("images/Abyssinian_100.mat", Archives.Text("MATLAB 5.0 MAT-file")),
            ("images/Abyssinian_34.jpg", Archives.Text("GIF89a and more")),
            ("images/beagle_116.jpg", dog[..400]),
            ("images/beagle_2.jpg", dog),
            ("images/beagle_3.jpg", dog),
            ("images/boxer_1.jpg", Photographs.Jpeg(3)),
            ("images/pug_1.jpg", Photographs.Jpeg(4)));

        var dataset = await app.ImportAsync(name, await app.ArchiveAsync(archive));

        (dataset.Import!.Status, dataset.Photographs, dataset.Import.Progress.Added, dataset.Import.Progress.Share).Should().Be((RunStatus.Succeeded, 4, 4, 1.0));
        dataset.Import.Rejected.Select(file => file.Reason).Should().Equal(
            "\"images/._Abyssinian_1.jpg\" is a hidden file.",
            "\"images/Abyssinian_100.mat\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file.",
            "\"images/Abyssinian_34.jpg\" is a GIF file, which is not supported: save it as JPEG, PNG, WebP, TIFF or AVIF, 8 or 16 bits per sample.",
            "\"images/beagle_116.jpg\" is a JPEG file that is cut short or broken: get a complete copy.");
        dataset.Import.Duplicates.Should().Equal(new DuplicateFile("images/beagle_3.jpg", "images/beagle_2.jpg"));
        var stored = await app.Storage.Blob(Containers.Datasets, $"{name}/originals/images/Abyssinian_1.jpg").DownloadContentAsync(Token);
        stored.Value.Content.ToArray().Should().Equal(cat);
    }

    [Fact]
    public async Task An_import_of_several_activities_brings_every_photograph_once()
    {
        var name = FunctionApp.NewId("set");
        var files = Enumerable.Range(0, 150).Select(i => ($"p{i:D3}.jpg", (byte[]?)Photographs.Jpeg(1000 + i, 32, 32))).ToArray();

        var dataset = await app.ImportAsync(name, await app.ArchiveAsync(Archives.Zip(files)));

        (dataset.Import!.Progress.Added, dataset.Photographs, dataset.Import.Progress.AddedBytes).Should().Be((150, 150, files.Sum(file => file.Item2!.LongLength)));
        dataset.Bytes.Should().Be(dataset.Import.Progress.AddedBytes);
        var photographs = await PhotographsAsync(name);
        photographs.Select(photograph => photograph.Name).Should().BeEquivalentTo(files.Select(file => file.Item1));
        photographs.Where(photograph => photograph.Split == DatasetPhotograph.HeldOut).Should().OnlyContain(photograph => HeldOutSplit.IsLow(photograph.Sha256!));
    }

    [Fact]
    public async Task What_the_dataset_has_already_is_kept_once_and_a_name_that_is_taken_is_not_overwritten()
    {
        var name = FunctionApp.NewId("set");
        var first = Photographs.Jpeg(0);
        await app.ImportAsync(name, await app.PicturesAsync(("a.jpg", first), ("b.jpg", Photographs.Jpeg(1))));

        var second = await app.AddAsync(name, await app.PicturesAsync(
            ("a.jpg", first), ("b.jpg", Photographs.Jpeg(2)), ("c.jpg", first), ("d.jpg", Photographs.Jpeg(3))));

        (second.Progress.Added, second.Progress.AlreadyThere, second.Progress.Duplicates, second.Progress.Rejected).Should().Be((1, 1, 1, 1));
        second.Rejected.Should().Equal(new RejectedFile("b.jpg", "\"b.jpg\" is the name of another photograph of the dataset: give it another name, or replace that one."));
        second.Duplicates.Should().Equal(new DuplicateFile("c.jpg", "a.jpg"));
        (await app.GetAsync<Dataset>($"/api/datasets/{name}")).Photographs.Should().Be(3);
    }

    [Fact]
    public async Task The_first_1000_duplicates_are_named_and_all_are_counted_and_what_is_rejected_after_them_is_named_too()
    {
        var (name, content) = (FunctionApp.NewId("set"), Photographs.Jpeg(0, 32, 32));
        var files = Enumerable.Range(0, 1041).Select(i => ($"p{i:D4}.jpg", (byte[]?)content)).Append(("q.txt", Archives.Text("notes")));

        var import = (await app.ImportAsync(name, await app.ArchiveAsync(Archives.Zip([.. files])))).Import!;

        (import.Status, import.Progress.Added, import.Progress.Duplicates, import.Progress.Rejected).Should().Be((RunStatus.Succeeded, 1, 1040, 1));
        import.Duplicates.Should().Equal(Enumerable.Range(1, 1000).Select(i => new DuplicateFile($"p{i:D4}.jpg", "p0000.jpg")));
        import.Rejected.Select(file => file.Name).Should().Equal("q.txt");
    }

    [Fact]
    public async Task A_run_holds_out_the_photographs_that_the_dataset_says_it_will()
    {
        var (name, id) = (FunctionApp.NewId("set"), FunctionApp.NewId("run"));
        await app.ImportAsync(name, await app.PicturesAsync(Jpegs(7)));
        var photographs = await PhotographsAsync(name);

        await app.StartTrainingAsync(FunctionApp.Tiny(name, id));
        await app.TrainingAsync(id);

        var manifest = await app.GetAsync<DatasetManifest>($"/api/training-runs/{id}/dataset");
        manifest.Photographs.Select(photograph => (photograph.Name, photograph.Sha256, photograph.Width, photograph.Split))
            .Should().BeEquivalentTo(photographs.Select(photograph => (photograph.Name, photograph.Sha256, photograph.Width, photograph.Split)));
    }

    [Fact]
    public async Task An_archive_that_is_none_fails_the_import_with_a_sentence_and_the_dataset_stays()
    {
        var name = FunctionApp.NewId("set");
        var source = await app.ArchiveAsync("no archive"u8.ToArray());

        var dataset = await app.ImportAsync(name, source);

        (dataset.Import!.Status, dataset.Import.Reason).Should().Be(
            (RunStatus.Failed, $"The blob {FunctionApp.Pictures}/{source.Archive} is no archive that is read here: make a zip, a tar or a tar.gz."));
        (await app.AddAsync(name, await app.PicturesAsync(Jpegs(1)))).Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task A_bomb_fails_the_import_and_what_came_before_it_stays()
    {
        var name = FunctionApp.NewId("set");

        var dataset = await app.ImportAsync(name, await app.ArchiveAsync(Archives.TarGz(
            [.. Enumerable.Range(0, 64).Select(i => ($"p{i}.jpg", (byte[]?)Photographs.Jpeg(i, 32, 32))), ("bomb.jpg", new byte[24 << 20])])));

        dataset.Import!.Status.Should().Be(RunStatus.Failed);
        dataset.Import.Reason.Should().StartWith("The archive unpacks to more than 20 times its own size");
        dataset.Photographs.Should().Be(64);
    }

    private static (string Name, byte[] Content)[] Jpegs(int count) => [.. Enumerable.Range(0, count).Select(i => ($"p{i}.jpg", Photographs.Jpeg(i)))];

    private async Task<IReadOnlyList<StoredPhotograph>> PhotographsAsync(string dataset) =>
        (await app.GetAsync<Page<StoredPhotograph>>($"/api/datasets/{dataset}/photographs?top=200")).Items;
}
