using System.Buffers.Binary;
using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.GpuRunner.Tests.Restorations;

public sealed class RefusalTests : IDisposable
{
    private readonly StorageAccount _account;
    private readonly RestoringRunner _runner;

    public RefusalTests(StorageAccount account) => (_account, _runner) = (account, new RestoringRunner(account));

    [Theory]
    [InlineData("text", "is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file.")]
    [InlineData("empty", "is empty: give a JPEG, PNG, WebP, TIFF or AVIF file.")]
    [InlineData("truncated", "is a JPEG file that is cut short or broken: get a complete copy.")]
    [InlineData("pixels", "is 20000 x 20000 pixels, more than the 100,000,000 pixels allowed: make it smaller.")]
    [InlineData("bytes", "has 67,108,865 bytes, more than the 67,108,864 allowed: save it smaller and upload it again.")]
    public async Task An_unreadable_photograph_has_an_error_document_beside_its_name(string kind, string reason)
    {
        var model = await Models.RegisterAsync(_account);
        var name = RestoringRunner.NewName(".jpg");
        var jpeg = Pictures.Encoded(PhotographFormat.Jpeg);
        var result = await _runner.RestoreAsync(name, kind switch
        {
            "text" => Encoding.UTF8.GetBytes("Dear Sir or Madam,"),
            "empty" => [],
            "truncated" => jpeg[..(jpeg.Length / 2)],
            "pixels" => PngThatSays(20_000, 20_000),
            _ => new byte[64 * 1024 * 1024 + 1],
        }, model);

        result.Outcome.Should().Be(JobOutcome.Failed);
        result.Attempt.Should().Be(1, "another attempt would find the same file");
        result.Reason.Should().Contain(name).And.EndWith(reason);
        var error = (await ErrorAsync(name))!;
        (error.Name, error.Reason, error.Job, error.Model).Should().Be((name, result.Reason, result.JobId, model));
        error.SourceETag.Should().Be((await _account.Clients.Blob(Containers.Uploads, name).GetPropertiesAsync()).Value.ETag.ToString().Trim('"'));
        (await IsRestoredAsync(name)).Should().BeFalse();
    }

    [Fact]
    public async Task A_model_whose_weights_are_no_numbers_restores_nothing()
    {
        var model = await Models.RegisterAsync(_account, everyWeight: float.NaN);
        var name = RestoringRunner.NewName();
        var result = await _runner.RestoreAsync(name, Pictures.Encoded(), model);
        (result.Outcome, result.Attempt).Should().Be((JobOutcome.Failed, 1));
        result.Reason.Should().StartWith($"The model '{model}' cannot be used: generator.safetensors holds something that is not a number in ").And.EndWith("; choose another model.");
        (await IsRestoredAsync(name)).Should().BeFalse();
    }

    [Fact]
    public async Task A_model_that_is_not_registered_is_named()
    {
        var name = RestoringRunner.NewName();
        var result = await _runner.RestoreAsync(name, Pictures.Encoded(), "nobody");
        result.Reason.Should().Be("There is no model 'nobody': choose one that is registered.");
        (await ErrorAsync(name))!.Reason.Should().Be(result.Reason);
    }

    [Fact]
    public async Task A_damaged_model_is_named_without_the_runners_folders()
    {
        var model = await Models.RegisterAsync(_account);
        await _account.UploadAsync(Containers.Models, $"{model}/generator.safetensors", [1, 2, 3]);
        var result = await _runner.RestoreAsync(RestoringRunner.NewName(), Pictures.Encoded(), model);
        result.Reason.Should().Be($"The model '{model}' cannot be used: generator.safetensors is damaged: its SHA-256 is not the one in manifest.json.");
    }

    [Fact]
    public async Task A_size_that_gives_too_many_pixels_is_refused_before_any_work()
    {
        var model = await Models.RegisterAsync(_account);
        var name = RestoringRunner.NewName();
        var result = await _runner.RestoreAsync(name, Pictures.Encoded(width: 300, height: 30), model, new OutputSize(ShorterSide: 10_000));
        result.Reason.Should().Be("The restored photograph would have 100000 x 10000 pixels; 100,000,000 pixels and sides of 65,535 are allowed; ask for a smaller size.");
        (await IsRestoredAsync(name)).Should().BeFalse();
    }

    [Fact]
    public async Task A_photograph_that_is_gone_is_named()
    {
        var result = await _runner.RunAsync(SampleJobs.Restoration("never/was.jpg"));
        result.Reason.Should().Be("The photograph uploads/never/was.jpg is gone: upload it again.");
    }

    public void Dispose() => _runner.Dispose();

    private async Task<RestorationError?> ErrorAsync(string name) =>
        await _account.Clients.Blob(Containers.Restored, RestoredBlobs.ErrorOf(name)).ReadJsonAsync<RestorationError>(CancellationToken.None);

    private async Task<bool> IsRestoredAsync(string name) => await _account.Clients.Blob(Containers.Restored, name).ExistsAsync();

    private static byte[] PngThatSays(int width, int height)
    {
        var bytes = Pictures.Encoded();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }
}
