using CloudRestore.Testing;

namespace CloudRestore.Stack.Tests;

public sealed class LocalStackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_function_app_that_cannot_start_is_told_with_its_last_lines_and_nothing_is_left_running()
    {
        var options = new StackOptions
        {
            DataFolder = _folder.File("data"),
            FunctionAppSettings = new Dictionary<string, string> { ["Emulator__Authorization"] = "perhaps" },
        };

        var start = () => LocalStack.StartAsync(options, TestContext.Current.CancellationToken);

        var failure = (await start.Should().ThrowAsync<StackException>()).Which;
        failure.Message.Should().StartWith("The function app ended with exit code 1").And.Contain("Emulator:Authorization must be 'enabled' or 'disabled'.");
        Running().Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private List<string> Running() => [.. Directory.GetDirectories("/proc").Select(Environ).Where(text => text.Contains(_folder.FullPath, StringComparison.Ordinal))];

    private static string Environ(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")) + File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
