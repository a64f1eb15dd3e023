#nullable enable
// MSBuild compiles this file without implicit usings; the test project compiles it with them.
#pragma warning disable IDE0005
using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace CloudRestore.Build;

/// <summary>
/// Symbol versions in a little-endian 64-bit ELF file: which ones it defines (<c>.gnu.version_d</c>) and which it needs
/// (<c>.gnu.version_r</c>), after the "Symbol Versioning" chapter of the Linux Standard Base.
/// </summary>
public static class ElfVersionNeeds
{
    private const uint VersionDefinitions = 0x6ffffffd;
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Says whether the library defines the version, <c>GLIBCXX_3.4.32</c> say.</summary>
    public static bool Defines(byte[] elf, string version)
    {
        if (FindSection(elf, VersionDefinitions) is not { } section) return false;
        for (long at = section.Offset, left = section.Count; left > 0; left--)
        {
            var name = ReadInt32(elf, at + ReadInt32(elf, at + 12));
            if (ReadString(elf, section.Strings + name) == version) return true;
            at += ReadInt32(elf, at + 16);
        }
        return false;
    }

    /// <summary>
    /// Marks every need of the version as weak, so that the loader only warns when it is missing.
    /// Returns how many entries changed: zero where the need is absent or weak already.
    /// </summary>
    public static int Weaken(byte[] elf, string version)
    {
        if (FindSection(elf, VersionNeeds) is not { } section) return 0;
        var changed = 0;
        for (long need = section.Offset, left = section.Count; left > 0; left--)
        {
            var entries = ReadUInt16(elf, need + 2);
            for (long entry = need + ReadInt32(elf, need + 8); entries > 0; entries--)
            {
                var flags = ReadUInt16(elf, entry + 4);
                if ((flags & Weak) == 0 && ReadString(elf, section.Strings + ReadInt32(elf, entry + 8)) == version)
                {
                    elf[checked((int)entry + 4)] = (byte)(flags | Weak);
                    changed++;
                }
                entry += ReadInt32(elf, entry + 12);
            }
            need += ReadInt32(elf, need + 12);
        }
        return changed;
    }

    /// <summary>
    /// Weakens the need in a file by writing a new file and renaming it over the old one, so that a hard link elsewhere keeps its
    /// bytes. The time of last writing is kept: an incremental build sees the file as up to date.
    /// </summary>
    public static bool WeakenFile(string path, string version)
    {
        var elf = File.ReadAllBytes(path);
        if (Weaken(elf, version) == 0) return false;
        var written = File.GetLastWriteTimeUtc(path);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, elf);
        File.SetLastWriteTimeUtc(temporary, written);
        File.Delete(path);
        File.Move(temporary, path);
        return true;
    }

    private static Section? FindSection(byte[] elf, uint type)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F')
            throw new InvalidDataException("Not an ELF file.");
        if (elf[4] != 2 || elf[5] != 1) throw new InvalidDataException("Only 64-bit little-endian ELF files are read.");
        var table = ReadInt64(elf, 40);
        var size = ReadUInt16(elf, 58);
        for (var index = 0; index < ReadUInt16(elf, 60); index++)
        {
            var header = table + (index * (long)size);
            if ((uint)ReadInt32(elf, header + 4) != type) continue;
            var strings = table + (ReadInt32(elf, header + 40) * (long)size);
            return new Section(ReadInt64(elf, header + 24), ReadInt32(elf, header + 44), ReadInt64(elf, strings + 24));
        }
        return null;
    }

    private static string ReadString(byte[] elf, long at)
    {
        var start = Index(elf, at, 1);
        var end = Array.IndexOf(elf, (byte)0, start);
        return end < 0 ? throw Truncated() : Encoding.ASCII.GetString(elf, start, end - start);
    }

    private static ushort ReadUInt16(byte[] elf, long at) => BitConverter.ToUInt16(elf, Index(elf, at, 2));

    private static int ReadInt32(byte[] elf, long at) => BitConverter.ToInt32(elf, Index(elf, at, 4));

    private static long ReadInt64(byte[] elf, long at) => BitConverter.ToInt64(elf, Index(elf, at, 8));

    private static int Index(byte[] elf, long at, int length) =>
        at < 0 || at > elf.Length - length ? throw Truncated() : (int)at;

    private static InvalidDataException Truncated() => new InvalidDataException("The ELF file points outside itself.");

    private readonly struct Section
    {
        public Section(long offset, int count, long strings)
        {
            Offset = offset;
            Count = count;
            Strings = strings;
        }

        public long Offset { get; }

        public int Count { get; }

        public long Strings { get; }
    }
}

/// <summary>Build task: weakens a library's need of a symbol version that this system's provider of it does not define.</summary>
public sealed class WeakenVersionNeed : Microsoft.Build.Utilities.Task
{
    private static readonly string[] LibraryFolders =
    {
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib",
    };

    /// <summary>The library to change, in the output folder; nothing happens where it does not exist.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The version it asks for.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>The shared library that would define the version.</summary>
    [Required]
    public string Provider { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var provider = LibraryFolders.Select(folder => Path.Combine(folder, Provider)).FirstOrDefault(System.IO.File.Exists);
        if (provider is null || !System.IO.File.Exists(File)) return true;
        try
        {
            if (!ElfVersionNeeds.Defines(System.IO.File.ReadAllBytes(provider), Version) && ElfVersionNeeds.WeakenFile(File, Version))
                Log.LogMessage(MessageImportance.High, "{0} lacks {1}: weakened that need in {2}, for a symbol that nothing uses.", provider, Version, File);
        }
        catch (InvalidDataException e)
        {
            Log.LogWarning("{0} was left as it is: {1}", File, e.Message);
        }
        return true;
    }
}
