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
    /// Makes torch ask Linux for huge pages: with small ones about a quarter of a training step's time goes into page faults. To be called before the
    /// first tensor is made; later, and on other systems, it changes nothing. Whoever has set the variable <c>THP_MEM_ALLOC_ENABLE</c> already is obeyed.
    /// </summary>
    public static void UseHugePages()
    {
        // .NET keeps variables of its own, which native code does not see.
        if (OperatingSystem.IsLinux())
            _ = SetVariable(HugePages, "1", overwrite: 0);
    }

    /// <summary>
    /// Makes glibc keep what torch frees, for the next training step: otherwise a step gives it back to Linux and waits for clean pages again, up to a
    /// quarter of its time. The process stays as large as its largest step, so whoever only restores does without. Nothing changes on other systems, or
    /// where the variable <c>MALLOC_TRIM_THRESHOLD_</c> is set.
    /// </summary>
    public static void KeepBetweenSteps()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null
            || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "mallopt", out _))
        {
            return;
        }

        _ = SetOption(MapThreshold, LargestMapThreshold);
        _ = SetOption(TrimThreshold, Kept);
        _ = SetOption(TopPad, Step);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
