using System.Diagnostics;
using CloudRestore.Testing;

namespace CloudRestore.Stack.Tests;

public sealed class StackFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_is_read_as_it_was_written_and_only_its_owner_may_read_it()
    {
        var file = new StackFile("http://127.0.0.1:1", "key", "storage", Environment.ProcessId);

        file.Write(_folder.FullPath);

        StackFile.Read(_folder.FullPath).Should().Be(file);
        StackFile.ReadRunning(_folder.FullPath).Should().Be(file);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.File("stack.json")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_torn_file_and_none_are_no_stack()
    {
        StackFile.Read(_folder.FullPath).Should().BeNull();
        File.WriteAllText(_folder.File("stack.json"), "{\"url\":\"http");
        StackFile.Read(_folder.FullPath).Should().BeNull();
        StackFile.Read(_folder.File("missing")).Should().BeNull();
    }

    [Fact]
    public void A_file_whose_process_has_ended_is_no_running_stack()
    {
        using var ended = Process.Start("true");
        ended.WaitForExit();

        new StackFile("http://127.0.0.1:1", "key", "storage", ended.Id).Write(_folder.FullPath);

        StackFile.ReadRunning(_folder.FullPath).Should().BeNull();
    }

    public void Dispose() => _folder.Dispose();
}
