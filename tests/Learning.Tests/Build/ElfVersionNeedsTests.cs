using System.Buffers.Binary;
using System.Text;
using CloudRestore.Build;

namespace CloudRestore.Learning.Tests.Build;

public sealed class ElfVersionNeedsTests : IDisposable
{
    private const string Missing = "GLIBCXX_3.4.32";
    private const int FlagsOfMissing = 64 + 16 + 16 + 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("networks-elf-").FullName;

    [Fact]
    public void Only_the_need_of_that_version_becomes_weak()
    {
        var elf = Library();
        ElfVersionNeeds.Weaken(elf, Missing).Should().Be(1);
        var expected = Library();
        expected[FlagsOfMissing] = 2;
        elf.Should().Equal(expected);
    }

    [Fact]
    public void A_need_that_is_weak_already_changes_nothing()
    {
        var elf = Library();
        ElfVersionNeeds.Weaken(elf, Missing);
        ElfVersionNeeds.Weaken(elf, Missing).Should().Be(0);
        ElfVersionNeeds.Weaken(Library(), "GLIBCXX_9").Should().Be(0);
    }

    [Fact]
    public void A_file_is_replaced_so_that_a_hard_link_keeps_its_bytes_and_the_time_stays()
    {
        var path = Path.Combine(_folder, "lib.so");
        var time = new DateTime(2026, 2, 13, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllBytes(path, Library());
        File.SetLastWriteTimeUtc(path, time);
        using (var before = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            ElfVersionNeeds.WeakenFile(path, Missing).Should().BeTrue();
            var old = new byte[before.Length];
            before.ReadExactly(old);
            old.Should().Equal(Library());
        }
        File.ReadAllBytes(path)[FlagsOfMissing].Should().Be(2);
        File.GetLastWriteTimeUtc(path).Should().Be(time);
        ElfVersionNeeds.WeakenFile(path, Missing).Should().BeFalse();
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Fact]
    public void A_definition_is_found_by_its_name()
    {
        var elf = Library(definition: true);
        ElfVersionNeeds.Defines(elf, Missing).Should().BeTrue();
        ElfVersionNeeds.Defines(elf, "GLIBCXX_3.4.33").Should().BeFalse();
        ElfVersionNeeds.Defines(Library(), Missing).Should().BeFalse();
    }

    [Fact]
    public void Something_else_than_an_elf_file_is_refused()
    {
        var read = () => ElfVersionNeeds.Weaken(new byte[100], Missing);
        read.Should().Throw<InvalidDataException>().WithMessage("Not an ELF file.");
        var cut = () => ElfVersionNeeds.Weaken(Library()[..300], Missing);
        cut.Should().Throw<InvalidDataException>().WithMessage("The ELF file points outside itself.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// A smallest ELF64 library: header, one version section at 64, its strings at 160, section headers at 256. The section needs two
    /// versions of libstdc++, or defines the second of them.
    /// </summary>
    private static byte[] Library(bool definition = false)
    {
        var elf = new byte[256 + (3 * 64)];
        "\u007fELF"u8.CopyTo(elf);
        elf[4] = 2;
        elf[5] = 1;
        void Int64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(at), value);
        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at), value);
        void Int16(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(at), value);
        Int64(40, 256);
        Int16(58, 64);
        Int16(60, 3);
        Encoding.ASCII.GetBytes("\0libstdc++.so.6\0GLIBCXX_3.4\0" + Missing).CopyTo(elf, 160);
        if (definition)
        {
            Int32(64 + 12, 20);
            Int32(64 + 20, 28);
        }
        else
        {
            Int16(64 + 2, 2);
            Int32(64 + 4, 1);
            Int32(64 + 8, 16);
            Int32(80 + 8, 16);
            Int32(80 + 12, 16);
            Int32(96 + 8, 28);
        }
        Int32(256 + 64 + 4, definition ? 0x6ffffffd : 0x6ffffffe);
        Int64(256 + 64 + 24, 64);
        Int32(256 + 64 + 40, 2);
        Int32(256 + 64 + 44, 1);
        Int64(256 + 128 + 24, 160);
        return elf;
    }
}
