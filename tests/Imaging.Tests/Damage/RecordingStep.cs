using CloudRestore.Imaging.Damage;

namespace CloudRestore.Imaging.Tests.Damage;

/// <summary>Writes down what it was given, and changes nothing.</summary>
internal sealed class RecordingStep(List<(ulong Drawn, int Quality)> log) : IDamageStep
{
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        log.Add((context.Random.NextUInt64(), context.JpegQuality));
        return image;
    }

    public string? Invalid() => null;
}
