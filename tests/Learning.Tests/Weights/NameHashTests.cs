using CloudRestore.Learning.Weights;

namespace CloudRestore.Learning.Tests.Weights;

public sealed class NameHashTests
{
    [Theory]
    [InlineData("/tmp/resnet34-b627a593.pth", "b627a593")]
    [InlineData("resnet34-b627a5930123456789.pth", "b627a5930123456789")]
    [InlineData("resnet34-b627a59.pth", null)]
    [InlineData("resnet34-b627a593.pt", null)]
    [InlineData("resnet34-B627A593.pth", null)]
    [InlineData("resnet34.pth", null)]
    [InlineData("/tmp/a-b627a593.pth/resnet34.pth", null)]
    [InlineData("resnet34-b627a593.pth\n", null)]
    public void It_stands_before_the_extension(string path, string? hash) => NameHash.Expected(path).Should().Be(hash);
}
