namespace CloudRestore.Imaging.Damage;

/// <summary>
/// Exponential, logarithm, sine and cosine from additions, multiplications and divisions alone. Those of <see cref="Math"/> come from each
/// system's C library and differ in the last bits, which would make other damage there. Good to about 1e-14.
/// </summary>
internal static class ElementaryFunctions
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPiHigh = 1.57079632673412561417;
    private const double HalfPiLow = 6.07710050650619224932e-11;

    /// <summary>e to the power of <paramref name="x"/>, |x| at most 700.</summary>
    public static double Exp(double x)
    {
        var doublings = Math.Round(x / (Ln2High + Ln2Low));
        var rest = x - (doublings * Ln2High) - (doublings * Ln2Low);
        var sum = 1.0;
        for (var n = 16; n >= 1; n--)
            sum = 1 + (rest / n * sum);
        return Math.ScaleB(sum, (int)doublings);
    }

    /// <summary>The natural logarithm of <paramref name="x"/>, which is positive and finite.</summary>
    public static double Log(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        // ln m = 2 artanh((m - 1) / (m + 1)).
        var s = (mantissa - 1) / (mantissa + 1);
        var sum = 0.0;
        for (var n = 21; n >= 1; n -= 2)
            sum = (1.0 / n) + (s * s * sum);
        return (exponent * Ln2High) + ((exponent * Ln2Low) + (2 * s * sum));
    }

    /// <summary><paramref name="x"/>, at least 0, to the power of <paramref name="power"/>, above 0.</summary>
    public static double Pow(double x, double power) => x == 0 ? 0 : Exp(power * Log(x));

    /// <summary>Sine and cosine of an angle in radians, at most some thousands.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        var quarters = Math.Round(angle / (HalfPiHigh + HalfPiLow));
        var rest = angle - (quarters * HalfPiHigh) - (quarters * HalfPiLow);
        var square = rest * rest;
        double sine = 1, cosine = 1;
        for (var n = 18; n >= 2; n -= 2)
        {
            sine = 1 - (square / (n * (n + 1)) * sine);
            cosine = 1 - (square / (n * (n - 1)) * cosine);
        }

        sine *= rest;
        return ((long)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>Sine and cosine of an angle in degrees.</summary>
    public static (double Sin, double Cos) SinCosOfDegrees(double degrees) => SinCos(degrees * (Math.PI / 180));
}
