using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.GpuRunner.Tests.Restorations;

public sealed class RestorationTests : IDisposable
{
    private readonly StorageAccount _account;
    private readonly RestoringRunner _runner;

    public RestorationTests(StorageAccount account) => (_account, _runner) = (account, new RestoringRunner(account));

    public static TheoryData<string, string> Kinds => new()
    {
        { "colour", "png" }, { "colour", "jpg" }, { "colour", "webp" }, { "colour", "tif" }, { "greyscale", "png" }, { "alpha", "png" }, { "16 bits", "png" }, { "CMYK", "jpg" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_photograph_of_any_kind_comes_back_as_the_network_made_it(string kind, string extension)
    {
        var model = await Models.RegisterAsync(_account);
        var name = RestoringRunner.NewName("." + extension);
        var format = extension switch { "jpg" => PhotographFormat.Jpeg, "webp" => PhotographFormat.WebP, "tif" => PhotographFormat.Tiff, _ => PhotographFormat.Png };
        var bytes = kind switch
        {
            "greyscale" => Pictures.Greyscale(),
            "alpha" => Pictures.WithAlpha(),
            "16 bits" => Pictures.SixteenBits(),
            "CMYK" => Pictures.Cmyk(),
            _ => Pictures.Encoded(format),
        };
        var result = await _runner.RestoreAsync(name, bytes, model);

        (result.Outcome, result.Output, result.Reason).Should().Be((JobOutcome.Succeeded, new BlobAddress(Containers.Restored, name), null));
        var restoredBytes = await _account.BytesAsync(Containers.Restored, name);
        using var engine = await Models.OpenAsync(_account, model);
        var source = PhotographReader.Read(bytes, name);
        var expected = new PhotographRestorer(engine.Network).Restore(source, RestorationSize.Same);
        restoredBytes.Should().Equal(PhotographWriter.Write(expected, format));
        expected.Color.Pixels.Should().NotEqual(source.Color.Pixels, "else this test would not tell a restored photograph from its source");
        var restored = PhotographReader.Read(restoredBytes, name);
        (restored.IsGreyscale, restored.Alpha is not null).Should().Be((kind == "greyscale", kind == "alpha"));
    }

    [Fact]
    public async Task The_restored_photograph_tells_its_model_its_source_and_its_job()
    {
        var model = await Models.RegisterAsync(_account);
        var name = $"holidays/{RestoringRunner.NewName(" à la mer.jpg")}";
        var result = await _runner.RestoreAsync(name, Pictures.Encoded(PhotographFormat.Jpeg), model);

        var properties = (await _account.Clients.Blob(Containers.Restored, name).GetPropertiesAsync()).Value;
        properties.ContentType.Should().Be("image/jpeg");
        var source = (await _account.Clients.Blob(Containers.Uploads, name).GetPropertiesAsync()).Value;
        properties.Metadata.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["model"] = model,
            ["sourceetag"] = source.ETag.ToString().Trim('"'),
            ["job"] = result.JobId,
        });
        result.Metrics.Should().Contain("megapixels", 0.003);
    }

    [Theory]
    [InlineData(null, null, 60, 44)]
    [InlineData(88, null, 120, 88)]
    [InlineData(null, 1.5, 90, 66)]
    [InlineData(null, 0.5, 30, 22)]
    public async Task The_size_asked_for_is_the_size_given(int? shorterSide, double? scale, int width, int height)
    {
        var model = await Models.RegisterAsync(_account);
        var name = RestoringRunner.NewName();
        await _runner.RestoreAsync(name, Pictures.Encoded(), model, new OutputSize(shorterSide, scale));
        var restored = PhotographReader.Read(await _account.BytesAsync(Containers.Restored, name), name);
        (restored.Color.Width, restored.Color.Height).Should().Be((width, height));
    }

    [Fact]
    public async Task A_name_restored_again_has_no_error_document_any_more()
    {
        var model = await Models.RegisterAsync(_account);
        var name = RestoringRunner.NewName();
        await _runner.RestoreAsync(name, "no photograph"u8.ToArray(), model);
        (await _account.Clients.Blob(Containers.Restored, RestoredBlobs.ErrorOf(name)).ExistsAsync()).Value.Should().BeTrue();
        await _runner.RestoreAsync(name, Pictures.Encoded(), model);
        (await _account.Clients.Blob(Containers.Restored, RestoredBlobs.ErrorOf(name)).ExistsAsync()).Value.Should().BeFalse();
    }

    public void Dispose() => _runner.Dispose();
}
