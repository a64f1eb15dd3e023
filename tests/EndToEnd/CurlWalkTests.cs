using System.Diagnostics;
using System.Text.RegularExpressions;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.EndToEnd;

/// <summary>The curl calls of docs/api.md, as a reader would paste them into a shell.</summary>
public sealed partial class CurlWalkTests(TrainedStack stack) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_walk_in_the_documents_works_as_it_stands()
    {
        StackFile.Read(stack.DataFolder)!.Write(Directory.CreateDirectory(_folder.File(".cloudrestore")).FullName);
        Directory.CreateDirectory(_folder.File("photographs"));
        foreach (var photograph in stack.Photographs)
            File.Copy(photograph.Path, _folder.File("photographs", photograph.Name));

        var (exitCode, output) = await BashAsync(await WalkAsync());

        exitCode.Should().Be(0, "it ended with {0}", output[Math.Max(0, output.Length - 1000)..]);
        ShorterSide("restored.jpg").Should().Be(256);
        ShorterSide("second.jpg").Should().Be(128);
        (await File.ReadAllTextAsync(_folder.File("report.html"), TestContext.Current.CancellationToken)).Should().Contain("<html");
        new FileInfo(_folder.File("generator.safetensors")).Length.Should().BePositive();
        (await stack.Api.GetTrainingAsync("album-1", TestContext.Current.CancellationToken)).Status.Should().Be(Core.Runs.RunStatus.Succeeded);
        output.Should().Contain("it was one").And.Contain("\"status\":\"cancelled\"");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> WalkAsync()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"), TestContext.Current.CancellationToken);
        return ShellBlock().Match(document).Groups[1].Value;
    }

    private int ShorterSide(string file)
    {
        var image = PhotographReader.Read(File.ReadAllBytes(_folder.File(file)), file).Color;
        return Math.Min(image.Width, image.Height);
    }

    private async Task<(int ExitCode, string Output)> BashAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("/usr/bin/env", ["bash", "-euo", "pipefail", "-c", "exec 2>&1\n" + script])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullPath,
        })!;
        try
        {
            var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (bash.ExitCode, output);
        }
        finally
        {
            if (!bash.HasExited)
                bash.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"^## A walk with curl$.*?^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
