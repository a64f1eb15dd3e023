using System.Runtime.InteropServices;

namespace CloudRestore.Learning.Networks;

/// <summary>How torch takes memory from the system. A training step takes and returns hundreds of megabytes, all in the same sizes as the step before.</summary>
public static partial class TorchMemory
{
    private const string HugePages = "THP_MEM_ALLOC_ENABLE";

    // glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    private const int LargestMapThreshold = 32 << 20; // glibc takes no larger one.
    private const int Kept = 1 << 30;
    private const int Step = 64 << 20;

    /// <summary>
    /// Makes torch ask Linux for huge pages, and glibc keep what torch frees for the next step: otherwise up to half of a step's time goes into page
    /// faults and into clearing pages. The process stays as large as its largest step. To be called before the first tensor is made; on other systems
    /// it changes nothing. Whoever has set the variables <c>THP_MEM_ALLOC_ENABLE</c> or <c>MALLOC_TRIM_THRESHOLD_</c> already is obeyed.
    /// </summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // .NET keeps variables of its own, which native code does not see.
        _ = SetVariable(HugePages, "1", overwrite: 0);
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "mallopt", out _))
        {
            _ = SetOption(MapThreshold, LargestMapThreshold);
            _ = SetOption(TrimThreshold, Kept);
            _ = SetOption(TopPad, Step);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
