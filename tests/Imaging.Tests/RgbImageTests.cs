namespace CloudRestore.Imaging.Tests;

public class RgbImageTests
{
    [Theory]
    [InlineData(2, 2, 11)]
    [InlineData(2, 2, 13)]
    [InlineData(40_000, 40_000, 12)]
    public void Pixels_of_another_length_are_refused(int width, int height, int length) =>
        FluentActions.Invoking(() => new RgbImage(width, height, new byte[length])).Should().Throw<ArgumentException>();

    [Fact]
    public void An_empty_side_is_refused() =>
        FluentActions.Invoking(() => new RgbImage(0, 1, [])).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_clone_has_its_own_samples()
    {
        var image = TestPictures.Flat(2, 2, 7);
        image.Clone().Pixels[0] = 8;
        image.Pixels[0].Should().Be(7);
    }
}
