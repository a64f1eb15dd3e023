namespace CloudRestore.Imaging.Damage.Blur;

/// <summary>Smears the picture along a straight line, as a camera does that moves steadily while the shutter is open.</summary>
public sealed record MotionBlur : IDamageStep
{
    private const int PlacesPerPixel = 8;

    /// <summary>The least length, 1 to 64 pixels. Default 3. At 1 the picture stays as it is.</summary>
    public double MinLength { get; init; } = 3;

    /// <summary>The greatest length, from <see cref="MinLength"/> to 64 pixels. Default 12.</summary>
    public double MaxLength { get; init; } = 12;

    /// <summary>The least angle, -180 to 180 degrees, counter-clockwise from the right. Default -90.</summary>
    public double MinAngle { get; init; } = -90;

    /// <summary>The greatest angle, from <see cref="MinAngle"/> to 180 degrees. Default 90.</summary>
    public double MaxAngle { get; init; } = 90;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var half = (context.Random.NextDouble(MinLength, MaxLength) - 1) / 2;
        var (sine, cosine) = ElementaryFunctions.SinCosOfDegrees(context.Random.NextDouble(MinAngle, MaxAngle));
        var radius = (int)Math.Ceiling(half) + 1;
        var weights = new double[(2 * radius) + 1, (2 * radius) + 1];
        var places = Math.Max(1, (int)Math.Ceiling(2 * half * PlacesPerPixel));
        for (var i = 0; i <= places; i++)
        {
            var along = half * ((2.0 * i / places) - 1);
            Share(weights, radius + (along * cosine), radius - (along * sine));
        }

        return new Kernel(radius, (x, y) => weights[y + radius, x + radius]).Apply(image);
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The motion's length", MinLength, MaxLength, 1, 64) ?? ValueRange.Invalid("The motion's angle", MinAngle, MaxAngle, -180, 180);

    private static void Share(double[,] weights, double x, double y)
    {
        var (left, top) = ((int)x, (int)y);
        var (right, below) = (x - left, y - top);
        weights[top, left] += (1 - right) * (1 - below);
        weights[top, left + 1] += right * (1 - below);
        weights[top + 1, left] += (1 - right) * below;
        weights[top + 1, left + 1] += right * below;
    }
}
