using System.Runtime.InteropServices;

namespace CloudRestore.Learning.Networks;

/// <summary>How torch takes memory from the system.</summary>
public static partial class TorchMemory
{
    private const string Switch = "THP_MEM_ALLOC_ENABLE";

    /// <summary>
    /// Makes torch ask Linux for huge pages: a training step takes and returns hundreds of megabytes, and with small pages about a quarter
    /// of its time goes into page faults. To be called before the first tensor is made; later, and on other systems, it changes nothing.
    /// Whoever has set the variable <c>THP_MEM_ALLOC_ENABLE</c> already is obeyed.
    /// </summary>
    public static void UseHugePages()
    {
        // .NET keeps variables of its own, which native code does not see.
        if (OperatingSystem.IsLinux())
            _ = SetVariable(Switch, "1", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
