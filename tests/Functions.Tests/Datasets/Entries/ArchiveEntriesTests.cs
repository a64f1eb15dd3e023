using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Datasets.Entries;
using CloudRestore.Functions.Orchestrations;
using CsCheck;

namespace CloudRestore.Functions.Tests.Datasets.Entries;

public class ArchiveEntriesTests
{
    private static readonly ImportCursor Beginning = new(0, null, 0, null);

    public enum Kind
    {
        Zip,
        Tar,
        TarGz,
    }

    [Theory]
    [InlineData(Kind.Zip)]
    [InlineData(Kind.Tar)]
    [InlineData(Kind.TarGz)]
    public async Task Files_come_in_their_order_with_their_folders_and_without_the_dot_that_tar_puts_before_them(Kind kind)
    {
        var archive = Make(kind, ("./images", null), ("./images/a.jpg", [1, 2]), ("images/b b.jpg", []), ("Ä/c.jpg", [3]));

        var entries = await ReadAsync(kind, archive);

        entries.Select(entry => (entry.Name, Bytes(entry))).Should().Equal(("images/a.jpg", "1 2"), ("images/b b.jpg", ""), ("Ä/c.jpg", "3"));
        entries[^1].Next.Entries.Should().Be(4);
    }

    [Theory]
    [InlineData(Kind.Zip)]
    [InlineData(Kind.Tar)]
    [InlineData(Kind.TarGz)]
    public async Task Hidden_files_and_names_that_could_lead_elsewhere_are_passed_over_unread_with_a_reason(Kind kind)
    {
        var archive = Make(kind, ("images/._a.jpg", [1]), ("__MACOSX/a.jpg", [1]), ("../a.jpg", [1]), ("/etc/a.jpg", [1]), ("a\u0007.jpg", [1]), ("a.jpg", [1]));

        var entries = await ReadAsync(kind, archive);

        entries.Select(entry => entry.Refusal).Should().Equal(
            "\"images/._a.jpg\" is a hidden file.",
            "\"__MACOSX/a.jpg\" is a hidden file.",
            "'../a.jpg' cannot name a photograph: it contains the folder '..', which could lead outside.",
            "'/etc/a.jpg' cannot name a photograph: it begins or ends with '/' or has two in a row.",
            "'a?.jpg' cannot name a photograph: it contains a control character.",
            null);
        entries[..^1].Should().OnlyContain(entry => entry.Content == null);
    }

    [Fact]
    public async Task A_link_in_a_tar_archive_is_passed_over() =>
        (await ReadAsync(Kind.Tar, Archives.TarWithLink("a.jpg", [1], "b.jpg"))).Select(entry => entry.Refusal)
            .Should().Equal(null, "\"b.jpg\" is a link or a device, and not a file of its own.");

    [Fact]
    public async Task Folders_that_a_zip_archive_separates_as_Windows_does_are_folders() =>
        (await ReadAsync(Kind.Zip, Archives.Zip((@"1968\boat.jpg", [1])))).Should().ContainSingle(entry => entry.Name == "1968/boat.jpg");

    [Fact]
    public void From_wherever_reading_goes_on_the_rest_of_the_files_comes_and_no_other()
    {
        var names = Gen.Char['a', 'z'].Array[1, 12].Select(letters => letters.Select((letter, i) => (letter % 5 == 0, $"{letter}{i}")).ToArray());

        Gen.Select(names, Gen.Enum<Kind>(), Gen.Int[0, 12]).Sample(
            (files, kind, stop) =>
            {
                var archive = Make(kind, [.. files.Select(file => (file.Item2, file.Item1 ? null : Archives.Text(file.Item2)))]);
                var whole = ReadAsync(kind, archive).GetAwaiter().GetResult();
                var from = stop < whole.Count ? whole[stop].Next : Beginning;
                var rest = ReadAsync(kind, archive, from).GetAwaiter().GetResult();
                rest.Select(entry => (entry.Name, Bytes(entry), entry.Next.Entries))
                    .SequenceEqual(whole.Skip(stop < whole.Count ? stop + 1 : 0).Select(entry => (entry.Name, Bytes(entry), entry.Next.Entries)))
                    .Should().BeTrue();
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [InlineData(Kind.Tar, "tar")]
    [InlineData(Kind.TarGz, "tar.gz")]
    [InlineData(Kind.Zip, "zip")]
    public async Task An_archive_that_is_cut_short_is_said_to_be(Kind kind, string what)
    {
        var noise = new byte[20_000];
        new Random(1).NextBytes(noise);
        var archive = Make(kind, ("a.jpg", noise), ("b.jpg", noise));

        var reading = () => ReadAsync(kind, archive[..(archive.Length - 12_000)]);

        (await reading.Should().ThrowAsync<PermanentFailureException>()).Which.Message
            .Should().Match($"The {what} archive is cut short or broken after * entries: make it again and upload it whole.");
    }

    [Theory]
    [InlineData(Kind.Zip)]
    [InlineData(Kind.TarGz)]
    public async Task An_archive_that_unpacks_to_far_more_than_itself_is_refused_before_it_has(Kind kind)
    {
        var zeros = new byte[24 << 20];
        var archive = Make(kind, ("a.jpg", zeros), ("b.jpg", [1]));
        archive.Length.Should().BeLessThan(100_000);

        await ShouldBeRefusedAsync(kind, archive, new DatasetOptions(), "The archive unpacks to more than 20 times its own size, as no archive of photographs does*");
    }

    [Theory]
    [InlineData(Kind.Zip)]
    [InlineData(Kind.Tar)]
    [InlineData(Kind.TarGz)]
    public async Task An_archive_with_too_many_entries_or_bytes_is_refused(Kind kind)
    {
        var archive = Make(kind, ("a.jpg", [1]), ("b.jpg", new byte[2000]), ("c.jpg", [1]));

        await ShouldBeRefusedAsync(kind, archive, new DatasetOptions { MaxEntries = 2 }, "The archive has more than 2 entries: split it over several datasets.");
        await ShouldBeRefusedAsync(kind, archive, new DatasetOptions { MaxUnpackedBytes = 1500 }, "The archive unpacks to more than the 1,500 bytes allowed*");
    }

    [Fact]
    public async Task A_file_that_is_larger_than_a_photograph_may_be_is_passed_over_and_the_next_one_is_read()
    {
        var archive = Archives.Tar(("film.mov", new byte[(64 << 20) + 1]), ("a.jpg", [1]));

        (await ReadAsync(Kind.Tar, archive)).Select(entry => entry.Refusal).Should().Equal(
            "\"film.mov\" has more than the 67,108,864 bytes allowed: save it smaller or at a lower quality.", null);
    }

    private static async Task ShouldBeRefusedAsync(Kind kind, byte[] archive, DatasetOptions options, string sentence)
    {
        var reading = () => ReadAsync(kind, archive, options: options);
        await reading.Should().ThrowAsync<PermanentFailureException>().WithMessage(sentence);
    }

    private static byte[] Make(Kind kind, params (string Name, byte[]? Content)[] files) => kind switch
    {
        Kind.Zip => Archives.Zip(files),
        Kind.Tar => Archives.Tar(files),
        _ => Archives.TarGz(files),
    };

    private static async Task<List<ImportEntry>> ReadAsync(Kind kind, byte[] archive, ImportCursor? from = null, DatasetOptions? options = null)
    {
        using var stream = new MemoryStream(archive);
        var (start, limits) = (from ?? Beginning, options ?? new DatasetOptions());
        var entries = kind == Kind.Zip
            ? ZipEntries.ReadAsync(stream, start, limits, CancellationToken.None)
            : TarEntries.ReadAsync(stream, kind == Kind.TarGz, start, limits, CancellationToken.None);
        var all = new List<ImportEntry>();
        await foreach (var entry in entries)
            all.Add(entry);
        return all;
    }

    private static string? Bytes(ImportEntry entry) => entry.Content is null ? null : string.Join(' ', entry.Content);
}
