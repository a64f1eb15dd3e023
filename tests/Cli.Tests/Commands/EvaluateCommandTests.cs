using System.Text.Json;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Tests.Evaluating;
using CloudRestore.Cli.Tests.Photographs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Commands;

[Collection(nameof(ConsoleText))]
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_model_that_changes_nothing_gains_nothing_and_leaves_the_whole_stamp()
    {
        var (exitCode, output, _) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "120", "--clean", "--json");

        exitCode.Should().Be(0);
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        root.GetProperty("recipe").GetString().Should().Be("lesson7");
        root.GetProperty("seed").GetUInt64().Should().Be(7);
        root.GetProperty("size").GetInt32().Should().Be(120);
        root.GetProperty("model").GetString().Should().Be(Model());
        root.GetProperty("photographs").EnumerateArray().Select(photograph => photograph.GetProperty("name").GetString()).Should().Equal("a.png", "b.png", "c.png");
        foreach (var figures in root.GetProperty("photographs").EnumerateArray().Append(root.GetProperty("mean")))
        {
            Number(figures, "psnrRestored").Should().Be(Number(figures, "psnrDamaged")).And.BeInRange(15, 45);
            Number(figures, "ssimRestored").Should().Be(Number(figures, "ssimDamaged")).And.BeInRange(0.1, 0.99);
            Number(figures, "sharpness").Should().Be(Number(figures, "sharpnessDamaged")).And.BeInRange(0, 1);
            Number(figures, "noise").Should().BePositive();
            Number(figures, "residue").Should().Be(1);
        }

        Number(root.GetProperty("clean"), "psnr").Should().Be(100);
        root.GetProperty("clean").GetProperty("colourShift").EnumerateArray().Select(shift => shift.GetDouble()).Should().Equal(0, 0, 0);
        Number(root, "secondsPerMegapixel").Should().BePositive();
    }

    [Fact]
    public async Task The_model_s_peers_are_the_two_enlargements_and_every_other_model()
    {
        var (_, output, _) = await RunAsync("--images", Photographs(), "--model", Model(), "--model", Model("other"), "--size", "120", "--json");

        using var document = JsonDocument.Parse(output);
        var peers = document.RootElement.GetProperty("peers").EnumerateArray().ToList();
        peers.Select(peer => peer.GetProperty("name").GetString()).Should().Equal("bilinear", "bicubic", Model("other"));
        peers.Should().AllSatisfy(peer => peer.GetProperty("photographs").GetArrayLength().Should().Be(3));
        Number(peers[0].GetProperty("mean"), "psnr").Should().Be(Number(document.RootElement.GetProperty("mean"), "psnrDamaged"));
        Number(peers[1].GetProperty("mean"), "sharpness").Should().BeGreaterThan(Number(peers[0].GetProperty("mean"), "sharpness"));
        Number(peers[2], "secondsPerMegapixel").Should().BePositive();
    }

    [Fact]
    public async Task The_fast_way_of_a_model_stands_beside_it()
    {
        (await CommandLine.RunAsync(["models", "quantise", Model(), "--images", Photographs()])).Should().Be(0);

        var (exitCode, output, errors) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "120", "--fast", "--json");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("model").GetString().Should().Be(Model());
        var peers = document.RootElement.GetProperty("peers").EnumerateArray().ToList();
        peers.Select(peer => peer.GetProperty("name").GetString()).Should().Equal("bilinear", "bicubic", $"{Model()} (fast)");
        Number(peers[2].GetProperty("mean"), "psnr").Should().BeApproximately(Number(document.RootElement.GetProperty("mean"), "psnrRestored"), 0.1);
    }

    [Fact]
    public async Task Without_smoothing_it_is_the_network_s_answer_that_is_measured()
    {
        var smoothed = await NoiseAsync();
        var plain = await NoiseAsync("--no-smoothing");

        smoothed.Should().BeLessThan(plain).And.BeGreaterThanOrEqualTo(0);

        async Task<double> NoiseAsync(params string[] more)
        {
            var (exitCode, output, errors) = await RunAsync(["--images", Photographs(), "--model", ShippedModel.Folder!, "--limit", "1", "--json", .. more]);
            exitCode.Should().Be(0, errors);
            using var document = JsonDocument.Parse(output);
            return Number(document.RootElement.GetProperty("mean"), "noise");
        }
    }

    [Fact]
    public async Task The_same_command_prints_the_same_figures_and_another_seed_prints_others()
    {
        var first = await FiguresAsync("7");
        var again = await FiguresAsync("7");
        var other = await FiguresAsync("8");

        again.Should().Be(first);
        other.Should().NotBe(first);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_and_the_others_evaluated()
    {
        Pictures.Write(Path.Combine(Photographs(), "words.jpg"), "words"u8.ToArray());
        Pictures.Write(Path.Combine(Photographs(), "tiny.png"), Pictures.Png(90, 10, 10));
        var whole = Scenes.Png(5);
        Pictures.Write(Path.Combine(Photographs(), "torn.png"), whole[..(whole.Length / 2)]);

        var (exitCode, output, errors) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "120", "--json");

        exitCode.Should().Be(1);
        errors.Should().Contain("\"words.jpg\" is not a photograph").And.Contain("\"tiny.png\" is 10 x 10 pixels, too small to be measured").And.Contain("\"torn.png\" is a PNG file that is cut short");
        errors.Should().Contain("3 of 6 photographs evaluated");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("photographs").GetArrayLength().Should().Be(3);
        document.RootElement.GetProperty("refused").EnumerateArray().Select(file => file.GetProperty("name").GetString()).Should().BeEquivalentTo("words.jpg", "tiny.png", "torn.png");
    }

    [Fact]
    public async Task A_limit_takes_photographs_evenly_from_all()
    {
        var (_, output, _) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "64", "--limit", "2", "--json");

        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("photographs").EnumerateArray().Select(photograph => photograph.GetProperty("name").GetString()).Should().Equal("a.png", "b.png");
    }

    [Fact]
    public async Task Pictures_a_contact_sheet_and_a_page_are_written_and_replace_earlier_ones()
    {
        Pictures.Write(_folder.File("out", "photographs", "0009-damaged.png"), Pictures.Png());
        Pictures.Write(_folder.File("out", "photographs", "mine.png"), Pictures.Png());

        var (exitCode, _, errors) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "120", "--json", "--out", _folder.File("out"));

        exitCode.Should().Be(0, errors);
        Directory.GetFiles(_folder.File("out", "photographs")).Select(Path.GetFileName).Should().BeEquivalentTo(
            [.. from index in new[] { "0001", "0002", "0003" } from kind in new[] { "damaged", "restored", "original" } select $"{index}-{kind}.png", "mine.png"]);
        var sheet = Read("contact-sheet.png");
        (sheet.Width, sheet.Height).Should().Be((6 * 156 + 5 * 4, 2 * 120 + 4));
        var page = await File.ReadAllTextAsync(_folder.File("out", "index.html"), TestContext.Current.CancellationToken);
        page.Should().Contain("a.png").And.Contain("photographs/0003-restored.png").And.Contain("bicubic");
    }

    [Theory]
    [InlineData("--images {missing} --model {model}", "There is no folder")]
    [InlineData("--images {empty} --model {model}", "is empty")]
    [InlineData("--images {words} --model {model}", "but no photograph")]
    [InlineData("--images {images} --model {missing}", "There is no model folder")]
    [InlineData("--images {images} --model {model} --recipe lesson8", "There is no damage recipe \"lesson8\"")]
    [InlineData("--images {images} --model {model} --size 15", "The size 15 is out of range: the shorter side must have 16 to 4096 pixels.")]
    [InlineData("--images {images} --model {model} --size abc", "'abc'")]
    [InlineData("--images {images} --model {model} --limit 0", "The limit 0 is out of range")]
    [InlineData("--images {images} --model {model} --out {images}", "give --out another folder")]
    [InlineData("--model {model}", "--images")]
    public async Task Wrong_use_is_named_in_one_sentence_with_exit_code_2(string line, string sentence)
    {
        Photographs();
        Model();
        Directory.CreateDirectory(_folder.File("empty"));
        Pictures.Write(_folder.File("words", "a.txt"), "words"u8.ToArray());

        var (exitCode, output, errors) = await RunAsync([.. line.Split(' ').Select(word => word.StartsWith('{') ? _folder.File(word.Trim('{', '}')) : word)]);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(sentence).And.NotContain("Parameter").And.NotContain("   at ").And.NotContain("System.");
    }

    [Fact]
    public async Task A_folder_that_is_no_model_and_photographs_that_all_fail_end_with_exit_code_1()
    {
        Pictures.Write(_folder.File("small", "a.png"), Pictures.Png(90, 10, 10));

        var noModel = await RunAsync("--images", Photographs(), "--model", Photographs());
        var noPhotograph = await RunAsync("--images", _folder.File("small"), "--model", Model());

        noModel.ExitCode.Should().Be(1);
        noModel.Errors.Should().Contain("holds no model: manifest.json is missing.");
        noPhotograph.ExitCode.Should().Be(1);
        noPhotograph.Errors.Should().Contain("too small to be measured").And.Contain("None of the photographs could be evaluated.");
    }

    public void Dispose() => _folder.Dispose();

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ConsoleText.OfAsync(() => CommandLine.RunAsync(["evaluate", .. arguments]));

    private async Task<string> FiguresAsync(string seed)
    {
        var (_, output, _) = await RunAsync("--images", Photographs(), "--model", Model(), "--size", "120", "--seed", seed, "--json");
        return string.Join('\n', output.Split('\n').Where(line => !line.Contains("secondsPerMegapixel", StringComparison.Ordinal)));
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private CloudRestore.Imaging.RgbImage Read(string name) => PhotographReader.Read(File.ReadAllBytes(_folder.File("out", name)), name).Color;

    private string Photographs()
    {
        var folder = _folder.File("images");
        if (!Directory.Exists(folder))
        {
            foreach (var (index, name) in new[] { "a.png", "b.png", "c.png" }.Index())
                Pictures.Write(Path.Combine(folder, name), Scenes.Png((ulong)index));
        }

        return folder;
    }

    private string Model(string name = "model") => Directory.Exists(_folder.File(name)) ? _folder.File(name) : IdentityModel.Write(_folder.File(name));
}
