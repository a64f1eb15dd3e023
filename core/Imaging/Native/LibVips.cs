using NetVips;

namespace CloudRestore.Imaging.Native;

/// <summary>Sets libvips up once for the process: what it may load, and how much it may keep.</summary>
internal static class LibVips
{
    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadTiff", "VipsForeignLoadHeif"];

    private static readonly Lazy<bool> Started = new(Configure);

    /// <summary>Returns once libvips is ready; cheap after the first call.</summary>
    /// <exception cref="InvalidOperationException">The native library cannot be loaded on this system.</exception>
    public static void EnsureStarted() => _ = Started.Value;

    private static bool Configure()
    {
        if (!ModuleInitializer.VipsInitialized)
            throw new InvalidOperationException(
                "The native library libvips cannot be loaded; add the NetVips.Native package of this operating system and processor.",
                ModuleInitializer.Exception);

        // Every loader is shut first, so that one added by a later libvips stays shut.
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders)
            Operation.Block(loader, false);
        NetVips.NetVips.BlockUntrusted = true;

        // What libvips warns of on standard error also arrives as an exception, or does not matter.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });

        // Each operation runs once on its own picture: a cache would only hold memory.
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = Math.Clamp(Environment.ProcessorCount, 1, 4);
        return true;
    }
}
