using CloudRestore.Cli.Restoring;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Tests.Restoring;

public sealed class RestoredNameTests
{
    [Theory]
    [InlineData("a/b.jpg", null, "a/b.jpg")]
    [InlineData("a.txt", null, "a.txt")]
    [InlineData("a/b.jpg", PhotographFormat.Png, "a/b.png")]
    [InlineData("b.TIFF", PhotographFormat.Tiff, "b.TIFF")]
    [InlineData("b.jpeg", PhotographFormat.Jpeg, "b.jpeg")]
    [InlineData("b.webp", PhotographFormat.Avif, "b.avif")]
    [InlineData("1998.08.27", PhotographFormat.Jpeg, "1998.08.27.jpg")]
    [InlineData("scan", PhotographFormat.Tiff, "scan.tif")]
    public void The_extension_follows_the_format(string name, PhotographFormat? format, string restored) => RestoredName.For(name, format).Should().Be(restored);
}
