using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests.Transfer;

public sealed class BlobFoldersTests(StorageAccount account) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobAddress _address = new(Containers.Runs, $"{StorageAccount.NewId("run")}/gan/attempt-1/");
    private readonly BlobFolders _folders = new(account.Clients);

    [Fact]
    public async Task A_folder_goes_up_and_comes_down_the_same()
    {
        Directory.CreateDirectory(_folder.File("up", "samples"));
        await File.WriteAllTextAsync(_folder.File("up", "report.html"), "<p>");
        await File.WriteAllTextAsync(_folder.File("up", "samples", "0.jpg"), "picture");
        await File.WriteAllTextAsync(_folder.File("up", "empty.csv"), "");
        await _folders.UploadAsync(_folder.File("up"), _address, default);
        (await account.Clients.Blob(_address with { Path = _address.Path + "report.html" }).GetPropertiesAsync()).Value.ContentType.Should().Be("text/html; charset=utf-8");

        var down = await _folders.DownloadAsync(_address, "output", _folder.File("down"), default);
        Directory.GetFiles(down, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(down, file), File.ReadAllText)
            .Should().BeEquivalentTo(new Dictionary<string, string> { ["report.html"] = "<p>", [Path.Combine("samples", "0.jpg")] = "picture", ["empty.csv"] = "" });
    }

    [Fact]
    public async Task A_single_blob_comes_down_as_a_file()
    {
        await account.UploadAsync(Containers.Runs, _address.Path + "metrics.csv", "step\n"u8.ToArray());
        var file = await _folders.DownloadAsync(_address with { Path = _address.Path + "metrics.csv" }, "metrics", _folder.File("down"), default);
        (await File.ReadAllTextAsync(file)).Should().Be("step\n");
        Path.GetFileName(file).Should().Be("metrics.csv");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics.csv")]
    public async Task What_is_not_there_is_named_and_not_tried_again(string name)
    {
        var missing = _address with { Path = _address.Path + name };
        await FluentActions.Awaiting(() => _folders.DownloadAsync(missing, "input 'generator'", _folder.File("down"), default))
            .Should().ThrowAsync<PermanentFailureException>().WithMessage($"There is no input 'generator' at {missing}: it was deleted or never written.");
    }

    [Fact]
    public async Task A_blob_whose_name_leads_out_of_the_folder_is_refused()
    {
        // The client's own Uri class would resolve the dots, so they are told apart by a backslash, which some systems take for a separator.
        await account.UploadAsync(Containers.Runs, _address.Path + "a\\..\\b", [1]);
        await FluentActions.Awaiting(() => _folders.DownloadAsync(_address, "pairs", _folder.File("down"), default)).Should().ThrowAsync<InvalidNameException>();
    }

    public void Dispose() => _folder.Dispose();
}
