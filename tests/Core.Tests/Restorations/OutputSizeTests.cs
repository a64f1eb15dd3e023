using CloudRestore.Core.Restorations;

namespace CloudRestore.Core.Tests.Restorations;

public sealed class OutputSizeTests
{
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("256", null, 256, null)]
    [InlineData("", "1.5", null, 1.5)]
    public void Sizes_come_as_texts(string? size, string? scale, int? shorterSide, double? factor)
    {
        OutputSize.Read(size, scale, out var result).Should().BeNull();
        result.Should().Be(new OutputSize(shorterSide, factor));
    }

    [Theory]
    [InlineData("big", null, "not a whole number of pixels")]
    [InlineData("-5", null, "not a whole number of pixels")]
    [InlineData("15", null, "16 to 10000")]
    [InlineData("99999", null, "16 to 10000")]
    [InlineData(null, "1,5", "not a number")]
    [InlineData(null, "9", "0.1 to 8")]
    [InlineData(null, "NaN", "out of range")]
    [InlineData("256", "2", "not both")]
    public void Wrong_sizes_are_named_in_one_sentence(string? size, string? scale, string sentence) =>
        OutputSize.Read(size, scale, out _).Should().Contain(sentence);
}
