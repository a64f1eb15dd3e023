using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Testing;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Tests.Transfer;

public sealed class ScratchSpaceTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public void Folders_are_new_and_empty_and_go_with_the_process()
    {
        var scratch = New();
        var folders = Enumerable.Range(0, 3).Select(_ => scratch.NewFolder("gan")).ToList();
        folders.Should().OnlyHaveUniqueItems();
        File.WriteAllText(Path.Combine(folders[0], "file"), "content");
        scratch.Dispose();
        Directory.GetFileSystemEntries(_root.FullPath).Should().BeEmpty();
    }

    [Fact]
    public void What_a_killed_process_left_is_swept_by_the_next_and_what_a_living_one_holds_is_not()
    {
        var killed = Directory.CreateDirectory(_root.File("runner-killed", "0001-gan"));
        File.WriteAllText(Path.Combine(killed.FullName, "state.safetensors"), "content");
        File.WriteAllText(_root.File("runner-killed", "in-use"), "");
        File.WriteAllText(_root.File("a-file-of-somebody-else"), "");
        using var living = New();
        var held = living.NewFolder("gan");
        using var next = New();

        Directory.Exists(_root.File("runner-killed")).Should().BeFalse();
        Directory.Exists(held).Should().BeTrue();
        File.Exists(_root.File("a-file-of-somebody-else")).Should().BeTrue();
    }

    public void Dispose() => _root.Dispose();

    private ScratchSpace New() => new(Options.Create(new WorkerOptions { ScratchFolder = _root.FullPath }));
}
