using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

public class ElementaryFunctionsTests
{
    [Fact]
    public void Exponentials_are_right() => Gen.Double[-600, 600].Sample(x => Near(ElementaryFunctions.Exp(x), Math.Exp(x)));

    [Fact]
    public void Logarithms_are_right() => Gen.Double[-600, 600].Sample(x => Math.Abs(ElementaryFunctions.Log(Math.Exp(x)) - Math.Log(Math.Exp(x))) < 1e-12);

    [Fact]
    public void Powers_are_right() => Gen.Select(Gen.Double[0, 50], Gen.Double[0.2, 8]).Sample((x, power) => Near(ElementaryFunctions.Pow(x, power), Math.Pow(x, power)));

    [Fact]
    public void Sines_and_cosines_are_right() => Gen.Double[-500, 500].Sample(angle =>
    {
        var (sine, cosine) = ElementaryFunctions.SinCos(angle);
        return Math.Abs(sine - Math.Sin(angle)) < 1e-12 && Math.Abs(cosine - Math.Cos(angle)) < 1e-12;
    });

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(90, 1, 0)]
    [InlineData(180, 0, -1)]
    [InlineData(-90, -1, 0)]
    public void Degrees_are_right(double degrees, double sine, double cosine)
    {
        var found = ElementaryFunctions.SinCosOfDegrees(degrees);
        found.Sin.Should().BeApproximately(sine, 1e-15);
        found.Cos.Should().BeApproximately(cosine, 1e-15);
    }

    private static bool Near(double value, double expected) => Math.Abs(value - expected) <= 1e-12 * Math.Abs(expected);
}
