using System.Text.Json;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Tests.Evaluating;
using CloudRestore.Cli.Tests.Photographs;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Commands;

/// <summary>With a model that changes nothing, from file to file, in this process.</summary>
[Collection(nameof(ConsoleText))]
public sealed class RestoreCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Photographs_are_restored_and_what_cannot_be_is_named()
    {
        Write("a.png", Scenes.Png(1));
        Write("sub/b.png", Scenes.Png(2));
        Write("words.jpg", "words"u8.ToArray());

        var (exitCode, output, errors) = await RunAsync("--scale", "0.5", "--json");

        exitCode.Should().Be(1);
        errors.Should().Contain("\"words.jpg\" is not a photograph, whatever its name says").And.MatchRegex(@"2 of 3 photographs restored, in .*: 0\.026 megapixels in \d+\.\d seconds, \d+\.\d\d MP/s\.");
        using var document = JsonDocument.Parse(output);
        Counts(document).Should().Be((2, 0, 1));
        document.RootElement.GetProperty("photographs").EnumerateArray().Select(photograph => photograph.GetProperty("name").GetString()).Should().Equal("a.png", "sub/b.png", "words.jpg");
        var restored = Read("sub/b.png");
        (restored.Width, restored.Height).Should().Be((130, 100));
    }

    [Fact]
    public async Task What_was_restored_before_is_skipped_until_something_changes()
    {
        Write("a.png", Scenes.Png(1));
        Write("b.png", Scenes.Png(2));

        (await CountsAsync()).Should().Be((2, 0, 0));
        (await CountsAsync()).Should().Be((0, 2, 0));
        Write("b.png", Scenes.Png(3));
        (await CountsAsync()).Should().Be((1, 1, 0), "a photograph was changed");
        File.Delete(Path.Combine(Out, "a.png"));
        (await CountsAsync()).Should().Be((1, 1, 0), "a restored file is gone");
        (await CountsAsync("--tile", "128")).Should().Be((2, 0, 0), "an option is another");
        (await CountsAsync("--tile", "128", "--force")).Should().Be((2, 0, 0));
        (await CountsAsync("--tile", "128", "--no-smoothing")).Should().Be((2, 0, 0), "an option is another");
        var (exitCode, _, errors) = await RunAsync("--tile", "128", "--no-smoothing");
        exitCode.Should().Be(0);
        errors.Should().Contain("0 of 2 photographs restored, 2 skipped because they were done before (--force does them again)");
    }

    [Theory]
    [InlineData("jpeg", PhotographFormat.Jpeg, "a.jpg")]
    [InlineData("png", PhotographFormat.Png, "a.png")]
    [InlineData("webp", PhotographFormat.WebP, "a.webp")]
    [InlineData("tiff", PhotographFormat.Tiff, "a.tif")]
    [InlineData("avif", PhotographFormat.Avif, "a.avif")]
    [InlineData("same", PhotographFormat.Png, "a.png")]
    public async Task The_format_asked_for_is_written_under_its_extension(string format, PhotographFormat written, string name)
    {
        Write("a.png", Scenes.Png(1));
        (await CountsAsync("--format", format)).Should().Be((1, 0, 0));
        Read(name).Format.Should().Be(written);
    }

    [Fact]
    public async Task Less_quality_makes_smaller_files()
    {
        Write("a.png", Scenes.Png(1));
        await CountsAsync("--format", "jpeg", "--quality", "90");
        var large = new FileInfo(Path.Combine(Out, "a.jpg")).Length;
        await CountsAsync("--format", "jpeg", "--quality", "20");
        new FileInfo(Path.Combine(Out, "a.jpg")).Length.Should().BeLessThan(large / 2);
    }

    [Fact]
    public async Task What_is_transparent_is_not_written_as_JPEG_and_the_others_are()
    {
        Write("glass.png", PhotographWriter.Write(new Photograph(Grey(40, 30)) { Alpha = [.. Enumerable.Range(0, 1200).Select(i => (byte)i)] }, PhotographFormat.Png));
        Write("opaque.png", PhotographWriter.Write(new Photograph(Grey(40, 30)) { Alpha = [.. Enumerable.Repeat((byte)255, 1200)] }, PhotographFormat.Png));

        var (exitCode, output, errors) = await RunAsync("--format", "jpeg", "--json");

        exitCode.Should().Be(1);
        errors.Should().Contain("\"glass.png\" is transparent in places, which JPEG cannot hold: choose --format png.");
        using var document = JsonDocument.Parse(output);
        Counts(document).Should().Be((1, 0, 1));
        File.Exists(Path.Combine(Out, "glass.jpg")).Should().BeFalse();
        Read("opaque.jpg").Alpha.Should().BeNull();
    }

    [Fact]
    public async Task Sixteen_bits_stay_sixteen_and_are_noted_where_a_format_keeps_fewer()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 400 * 8 * 3).Select(i => (ushort)(i / 3 % 400 * 160))];
        Write("deep.tif", PhotographWriter.Write(new Photograph(new DeepRgbImage(400, 8, pixels)), PhotographFormat.Tiff));

        await RunAsync();
        Read("deep.tif").DeepColor!.Pixels.Should().Equal(pixels);
        var (exitCode, output, errors) = await RunAsync("--format", "jpeg", "--json");

        exitCode.Should().Be(0);
        errors.Should().Contain("\"deep.tif\" has 16 bits a channel, of which JPEG keeps 8: PNG and TIFF keep all.");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("photographs")[0].GetProperty("notes")[0].GetString().Should().StartWith("\"deep.tif\" has 16 bits");
        Read("deep.jpg").DeepColor.Should().BeNull();
    }

    [Fact]
    public async Task Alpha_and_greyscale_survive()
    {
        byte[] alpha = [.. Enumerable.Range(0, 1200).Select(i => (byte)(i % 256))];
        var source = PhotographWriter.Write(new Photograph(Grey(40, 30)) { Alpha = alpha, IsGreyscale = true }, PhotographFormat.Png);
        Write("grey.png", source);
        (await CountsAsync()).Should().Be((1, 0, 0));
        var restored = Read("grey.png");
        restored.IsGreyscale.Should().BeTrue();
        restored.Alpha.Should().Equal(alpha);
        restored.Color.Pixels.Should().Equal(PhotographReader.Read(source, "grey").Color.Pixels);
    }

    [Fact]
    public async Task The_place_is_left_out_when_asked()
    {
        var xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/' xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,12.5N' exif:ISOSpeed='100'/>"u8.ToArray();
        Write("a.png", PhotographWriter.Write(new Photograph(Grey(40, 30)) { Xmp = xmp }, PhotographFormat.Png));
        await RunAsync();
        System.Text.Encoding.UTF8.GetString(Read("a.png").Xmp!).Should().Contain("48,12.5N");
        await RunAsync("--strip-gps");
        System.Text.Encoding.UTF8.GetString(Read("a.png").Xmp!).Should().NotContain("GPS").And.Contain("ISOSpeed");
    }

    [Fact]
    public async Task Fast_takes_a_model_with_ranges_and_is_said()
    {
        Write("a.png", Scenes.Png(1));
        var (exitCode, _, errors) = await RunAsync("--fast");
        exitCode.Should().Be(1);
        errors.Should().Contain("holds no ranges.json, which restoring fast takes: make it with 'cloudrestore models quantise', or restore without --fast.");
        File.Exists(Path.Combine(Out, "a.png")).Should().BeFalse();

        (await CommandLine.RunAsync(["models", "quantise", Model(), "--images", Images])).Should().Be(0);
        (exitCode, var output, errors) = await RunAsync("--fast", "--json");

        exitCode.Should().Be(0, errors);
        errors.Should().Contain("1 of 1 photographs restored fast (computed in bytes), in ");
        using (var document = JsonDocument.Parse(output))
            document.RootElement.GetProperty("engine").GetString().Should().Be("onnx-int8");
        (await CountsAsync("--fast")).Should().Be((0, 1, 0));
        (await CountsAsync()).Should().Be((1, 0, 0), "it is another way to restore");
    }

    [Fact]
    public async Task A_restored_photograph_never_takes_the_place_of_its_source()
    {
        Write("a.png", Scenes.Png(1));
        var before = await File.ReadAllBytesAsync(Path.Combine(Images, "a.png"), TestContext.Current.CancellationToken);
        var (exitCode, _, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync(["restore", Path.Combine(Images, "a.png"), "--model", Model(), "--out", Images]));
        exitCode.Should().Be(1);
        errors.Should().Contain("\"a.png\" would be overwritten: give --out another folder.");
        (await File.ReadAllBytesAsync(Path.Combine(Images, "a.png"), TestContext.Current.CancellationToken)).Should().Equal(before);
    }

    [Theory]
    [InlineData("--size 3", "The size 3 is out of range")]
    [InlineData("--size 100 --scale 2", "Give either a size or a scale, not both.")]
    [InlineData("--tile 63", "The tile 63 is out of range: its side must have 64 to 4096 pixels.")]
    [InlineData("--quality 0", "The quality 0 is out of range: use 1 to 100.")]
    [InlineData("--quality abc", "'abc'")]
    [InlineData("--format gif", "The format 'gif' is not known: use jpeg, png, webp, tiff, avif or same.")]
    [InlineData("--model ./nothing", "There is no model folder")]
    [InlineData("--model champion --tile 128", "A stack restores photographs in their own formats")]
    [InlineData("--model champion --fast", "A stack restores photographs in their own formats")]
    [InlineData("--model champion --strip-gps", "A stack restores photographs in their own formats")]
    public async Task Wrong_use_is_named_in_one_sentence_with_exit_code_2(string options, string sentence)
    {
        Write("a.png", Scenes.Png(1));
        var (exitCode, output, errors) = await RunAsync(options.Split(' '));
        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(sentence).And.NotContain("   at ").And.NotContain("System.");
    }

    [Fact]
    public async Task Two_photographs_that_would_become_one_file_are_refused()
    {
        Write("a.png", Scenes.Png(1));
        Write("a.tif", PhotographWriter.Write(new Photograph(Grey(40, 30)), PhotographFormat.Tiff));
        var (exitCode, _, errors) = await RunAsync("--format", "jpeg");
        exitCode.Should().Be(2);
        errors.Should().Contain("a.png and a.tif would both become a.jpg");
    }

    [Fact]
    public async Task A_stack_that_is_named_needs_one_of_its_models_named()
    {
        Write("a.png", Scenes.Png(1));
        var (exitCode, _, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync(["restore", Images, "--out", Out, "--data", _folder.File("data")]));
        exitCode.Should().Be(2);
        errors.Should().Contain("add --model champion");
    }

    [Fact]
    public async Task Without_a_model_the_one_that_comes_with_the_product_restores()
    {
        Write("a.png", Scenes.Png(1));
        var (exitCode, _, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync(["restore", Images, "--out", Out]));
        exitCode.Should().Be(0, errors);

        var restored = PhotographReader.Read(File.ReadAllBytes(Path.Combine(Out, "a.png")), "a.png").Color;
        (restored.Width, restored.Height).Should().Be((260, 200));
        restored.Pixels.Should().NotEqual(PhotographReader.Read(Scenes.Png(1), "a.png").Color.Pixels);
    }

    public void Dispose() => _folder.Dispose();

    private string Images => _folder.File("images");

    private string Out => _folder.File("out");

    private static (int Restored, int Skipped, int Failed) Counts(JsonDocument document) => (
        document.RootElement.GetProperty("restored").GetInt32(), document.RootElement.GetProperty("skipped").GetInt32(), document.RootElement.GetProperty("failed").GetInt32());

    private static RgbImage Grey(int width, int height) => new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(i => Enumerable.Repeat((byte)(i % 200), 3))]);

    private async Task<(int Restored, int Skipped, int Failed)> CountsAsync(params string[] options)
    {
        var (_, output, errors) = await RunAsync(["--json", .. options]);
        output.Should().NotBeEmpty(errors);
        using var document = JsonDocument.Parse(output);
        return Counts(document);
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] options) =>
        ConsoleText.OfAsync(() => CommandLine.RunAsync(["restore", Images, "--out", Out, .. options.Contains("--model") ? [] : new[] { "--model", Model() }, .. options]));

    private string Model() => Directory.Exists(_folder.File("model")) ? _folder.File("model") : IdentityModel.Write(_folder.File("model"));

    private Photograph Read(string name) => PhotographReader.Read(File.ReadAllBytes(Path.Combine(Out, name)), name);

    private void Write(string name, byte[] bytes) => Pictures.Write(Path.Combine(Images, name), bytes);
}
