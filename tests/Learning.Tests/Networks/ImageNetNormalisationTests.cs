using CloudRestore.Learning.Networks;
using CsCheck;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class ImageNetNormalisationTests
{
    [Fact]
    public void Bytes_come_back_unchanged() =>
        (from width in Gen.Int[1, 9] from height in Gen.Int[1, 9] from pixels in Gen.Byte.Array[3 * width * height] select (width, height, pixels)).Sample(p =>
        {
            using var image = ImageNetNormalisation.FromRgb(p.pixels, p.width, p.height);
            image.shape.Should().Equal(1, 3, p.height, p.width);
            ImageNetNormalisation.ToRgb(image).Should().Equal(p.pixels);
        });

    [Fact]
    public void Channels_are_planes_with_the_published_mean_and_deviation()
    {
        using var image = ImageNetNormalisation.FromRgb([255, 0, 51], 1, 1);
        image[0, 0, 0, 0].item<float>().Should().BeApproximately((1 - 0.485f) / 0.229f, 1e-5f);
        image[0, 1, 0, 0].item<float>().Should().BeApproximately(-0.456f / 0.224f, 1e-5f);
        image[0, 2, 0, 0].item<float>().Should().BeApproximately((0.2f - 0.406f) / 0.225f, 1e-5f);
    }

    [Fact]
    public void Values_outside_are_clamped_and_those_that_are_not_finite_refused()
    {
        using var wide = full(1, 3, 1, 1, 100f);
        ImageNetNormalisation.ToRgb(wide).Should().Equal(255, 255, 255);
        using var broken = full(1, 3, 1, 1, float.NaN);
        var convert = () => ImageNetNormalisation.ToRgb(broken);
        convert.Should().Throw<ArithmeticException>();
    }

    [Fact]
    public void A_wrong_number_of_bytes_is_named()
    {
        var convert = () => ImageNetNormalisation.FromRgb(new byte[5], 1, 1);
        convert.Should().Throw<ArgumentException>().WithMessage("5 bytes are not an RGB picture of 1×1.*");
    }
}
