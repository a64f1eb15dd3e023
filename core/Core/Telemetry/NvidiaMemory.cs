using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace CloudRestore.Core.Telemetry;

/// <summary>
/// How much memory of its graphics cards is in use, as the NVIDIA driver tells it (NVML, <c>nvmlDeviceGetMemoryInfo</c>): libtorch's own figure is not
/// to be had from TorchSharp. Where there is no driver there is no figure.
/// </summary>
internal sealed class NvidiaMemory
{
    private const int Success = 0;

    private static readonly Lazy<NvidiaMemory?> Driver = new(static () => Load(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1"));

    private readonly CountDevices _count;
    private readonly FindDevice _find;
    private readonly ReadMemory _read;

    /// <param name="count">How many cards there are.</param>
    /// <param name="find">A card by its index.</param>
    /// <param name="read">The memory of a card.</param>
    internal NvidiaMemory(CountDevices count, FindDevice find, ReadMemory read) => (_count, _find, _read) = (count, find, read);

    private NvidiaMemory(nint library)
        : this(
            Export<CountDevices>(library, "nvmlDeviceGetCount_v2"),
            Export<FindDevice>(library, "nvmlDeviceGetHandleByIndex_v2"),
            Export<ReadMemory>(library, "nvmlDeviceGetMemoryInfo"))
    {
    }

    internal delegate int CountDevices(out uint count);

    internal delegate int FindDevice(uint index, out nint device);

    internal delegate int ReadMemory(nint device, out Memory memory);

    private delegate int Initialise();

    /// <summary>Bytes in use on all cards together; nothing where no driver is installed.</summary>
    public static IEnumerable<Measurement<long>> Measure() => Driver.Value?.Used() is { } used ? [new Measurement<long>(used)] : [];

    /// <summary>The driver's library, or null if it is not there or does not answer.</summary>
    /// <param name="name">The library's name.</param>
    internal static NvidiaMemory? Load(string name)
    {
        try
        {
            return NativeLibrary.TryLoad(name, out var library) && Export<Initialise>(library, "nvmlInit_v2")() == Success ? new NvidiaMemory(library) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static T Export<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    /// <summary>Bytes in use on all cards together that answer; null if none does.</summary>
    internal long? Used()
    {
        if (_count(out var count) != Success)
            return null;
        long? used = null;
        for (var index = 0u; index < count; index++)
        {
            if (_find(index, out var device) == Success && _read(device, out var memory) == Success)
                used = (used ?? 0) + (long)memory.Used;
        }

        return used;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
