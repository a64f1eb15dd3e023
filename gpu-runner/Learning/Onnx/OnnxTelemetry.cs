using System.Runtime.InteropServices;

namespace CloudRestore.Learning.Onnx;

/// <summary>What ONNX Runtime tells Microsoft of its use: its official builds do so, and keep an identifier in the user's home, unless they are told not to.</summary>
public static partial class OnnxTelemetry
{
    private const string Switch = "ORT_DISABLE_TELEMETRY";

    /// <summary>
    /// Turns it off for this process. To be called before ONNX Runtime is first used; later it changes nothing. Whoever has set the variable
    /// <c>ORT_DISABLE_TELEMETRY</c> already is obeyed.
    /// </summary>
    public static void TurnOff()
    {
        // .NET keeps variables of its own, which native code does not see, but for Windows.
        if (!OperatingSystem.IsWindows())
            _ = SetVariable(Switch, "1", overwrite: 0);
        else if (Environment.GetEnvironmentVariable(Switch) is null)
            Environment.SetEnvironmentVariable(Switch, "1");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
