using System.Diagnostics;
using CloudRestore.Testing;

namespace CloudRestore.Stack.Tests;

public sealed class ChildProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_it_says_is_logged_and_its_last_lines_are_told_when_it_ends()
    {
        await using var child = Start("for i in $(seq 1 30); do echo line $i; done; echo trouble >&2; exit 3");
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        child.Obituary().Should().StartWith($"The child ended with exit code 3; its log is {child.LogPath}.").And.Contain("trouble").And.NotContain("line 5\n");
        await child.DisposeAsync();
        (await File.ReadAllLinesAsync(child.LogPath, TestContext.Current.CancellationToken)).Should().HaveCount(31);
    }

    [Fact]
    public async Task It_is_ready_when_it_says_the_line_agreed_on()
    {
        await using var child = Start("echo nearly; echo ready; sleep 60", "ready");

        await child.Ready.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_by_itself_if_it_can()
    {
        await using var child = Start("trap 'echo bye; exit 0' TERM; echo ready; while true; do sleep 0.1; done", "ready");
        await child.Ready.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await child.StopAsync(TimeSpan.FromSeconds(20));

        child.Obituary().Should().Contain("exit code 0").And.Contain("bye");
    }

    [Fact]
    public async Task One_that_will_not_stop_is_killed_with_what_it_started()
    {
        await using var child = Start("trap '' TERM; sleep 300 & echo $!; echo ready; while true; do sleep 0.1; done", "ready");
        await child.Ready.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var started = Stopwatch.StartNew();

        await child.StopAsync(TimeSpan.FromMilliseconds(300));
        await child.DisposeAsync();

        started.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
        var grandchild = (await File.ReadAllLinesAsync(child.LogPath, TestContext.Current.CancellationToken))[0];
        IsAlive(grandchild).Should().BeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private ChildProcess Start(string script, string? readyLine = null) =>
        ChildProcess.Start("The child", ["bash", "-c", script], new Dictionary<string, string>(), _folder.File("child.log"), readyLine);

    // A zombie that nobody has waited for yet is dead.
    private static bool IsAlive(string id)
    {
        var status = $"/proc/{id}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Split(')')[^1].TrimStart().StartsWith('Z');
    }
}
