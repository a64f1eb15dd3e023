using System.Text.Json;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.EndToEnd;

public sealed class CommandLineTests(TrainedStack stack) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Runs_are_listed_and_shown_as_JSON()
    {
        var list = await CommandLineProcess.RunAsync("runs", "list", "--json", "--data", stack.DataFolder);
        var show = await CommandLineProcess.RunAsync("runs", "show", TrainedStack.UndisturbedRun, "--json", "--data", stack.DataFolder);

        list.ExitCode.Should().Be(0, list.Errors);
        using var page = JsonDocument.Parse(list.Output);
        page.RootElement.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("id").GetString()).Should().Contain(TrainedStack.UndisturbedRun);
        show.ExitCode.Should().Be(0, show.Errors);
        using var run = JsonDocument.Parse(show.Output);
        run.RootElement.GetProperty("status").GetString().Should().Be("succeeded");
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_as_cancelled()
    {
        var start = await CommandLineProcess.RunAsync(
            "train", "--dataset", TrainedStack.Dataset, "--preset", "tiny", "--id", "to-cancel", "--set", "pretrainGenerator.phases.0.steps=100000", "--detach", "--data", stack.DataFolder);
        start.ExitCode.Should().Be(0, start.Errors);

        var cancel = await CommandLineProcess.RunAsync("runs", "cancel", "to-cancel", "--data", stack.DataFolder);
        var show = await CommandLineProcess.RunAsync("runs", "show", "to-cancel", "--follow", "--data", stack.DataFolder);

        cancel.ExitCode.Should().Be(0, cancel.Errors);
        show.ExitCode.Should().Be(1);
        show.Output.Should().Contain("cancelled");
    }

    [Fact]
    public async Task Photographs_are_restored_and_what_cannot_be_is_named()
    {
        var photographs = Directory.CreateDirectory(_folder.File("in")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(photographs, "ein Bild ä.jpg"), Photographs.Jpeg(200, 100), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(photographs, "words.jpg"), "words", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await CommandLineProcess.RunAsync(
            "restore", photographs, "--model", "champion", "--scale", "1.5", "--out", _folder.File("out"), "--json", "--data", stack.DataFolder);

        exitCode.Should().Be(1, "one of two is no photograph");
        errors.Should().Contain("\"words.jpg\" is not a photograph, whatever its name says").And.Contain("1 of 2 photographs restored");
        using var results = JsonDocument.Parse(output);
        results.RootElement.GetProperty("photographs").GetArrayLength().Should().Be(2);
        var restored = PhotographReader.Read(await File.ReadAllBytesAsync(_folder.File("out", "ein Bild ä.jpg"), TestContext.Current.CancellationToken), "restored").Color;
        (restored.Width, restored.Height).Should().Be((300, 150));
        File.Exists(_folder.File("out", "words.jpg")).Should().BeFalse();
    }

    [Fact]
    public async Task Uploads_are_measured_on_a_stack_of_their_own()
    {
        var (exitCode, output, errors) = await CommandLineProcess.RunAsync("bench", "uploads", "--count", "2", "--json");

        exitCode.Should().Be(0, errors);
        using var report = JsonDocument.Parse(output);
        report.RootElement.GetProperty("uploads").GetInt32().Should().Be(2);
        report.RootElement.GetProperty("medianJobSeconds").GetDouble().Should().BePositive();
        report.RootElement.GetProperty("medianSeconds").GetDouble().Should().BeGreaterThan(report.RootElement.GetProperty("medianJobSeconds").GetDouble());
    }

    [Theory]
    [InlineData("demo --preset best", "best")]
    [InlineData("train --dataset x --set gan.nothing=1", "The setting 'gan.nothing' does not exist")]
    public async Task Wrong_use_is_named_in_one_sentence_with_exit_code_2(string line, string sentence)
    {
        var (exitCode, output, errors) = await CommandLineProcess.RunAsync(line.Split(' '));

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(sentence);
        errors.Should().NotContain("   at ", "a stack trace is no sentence").And.NotContain("System.").And.NotContain("BytePosition");
    }

    public void Dispose() => _folder.Dispose();
}
