using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Triggers.Blobs;

namespace CloudRestore.Emulator.Tests.Triggers.Blobs;

public class BlobPathPatternTests
{
    [Theory]
    [InlineData("uploads/{name}", "a/b c/ä.jpg", "name=a/b c/ä.jpg")]
    [InlineData("uploads/{name}.{ext}", "a.b.jpg", "name=a.b;ext=jpg")]
    [InlineData("uploads/in/{name}", "in/x", "name=x")]
    [InlineData("uploads/in/{name}", "out/x", null)]
    [InlineData("uploads/in/{name}", "in/", null)]
    [InlineData("uploads/exact.jpg", "exact.jpg", "")]
    [InlineData("uploads/exact.jpg", "exactxjpg", null)]
    [InlineData("uploads", "any/thing", "name=any/thing")]
    public void A_pattern_matches_names_and_takes_them_apart(string pattern, string blob, string? expected)
    {
        var matches = new BlobPathPattern(pattern).TryMatch(blob, out var values);

        matches.Should().Be(expected is not null);
        (values is null ? null : string.Join(';', values.Select(pair => $"{pair.Key}={pair.Value}"))).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper/{name}")]
    [InlineData("uploads/")]
    [InlineData("uploads/{a}{a}")]
    [InlineData("{container}/{name}")]
    public void Anything_else_is_refused_in_one_sentence(string pattern)
    {
        var make = () => new BlobPathPattern(pattern);

        make.Should().Throw<FunctionAppException>().Which.Message.Should().StartWith($"'{pattern}' is not a blob path");
    }
}
