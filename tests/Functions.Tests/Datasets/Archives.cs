using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace CloudRestore.Functions.Tests.Datasets;

/// <summary>Archives made in memory.</summary>
internal static class Archives
{
    /// <summary>A tar archive; a file without content is a folder.</summary>
    public static byte[] Tar(params (string Name, byte[]? Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(content is null
                    ? new PaxTarEntry(TarEntryType.Directory, name)
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return stream.ToArray();
    }

    public static byte[] TarGz(params (string Name, byte[]? Content)[] files) => Gzip(Tar(files));

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return stream.ToArray();
    }

    /// <summary>A tar archive that holds a symbolic link beside a file.</summary>
    public static byte[] TarWithLink(string file, byte[] content, string link)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file) { DataStream = new MemoryStream(content) });
            writer.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, link) { LinkName = "/etc/passwd" });
        }

        return stream.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[]? Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(content is null ? name + "/" : name).Open();
                entry.Write(content ?? []);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
