namespace CloudRestore.Imaging.Damage;

/// <summary>What a step may use besides the picture.</summary>
/// <param name="Random">The step's own random numbers: no other step reads from them.</param>
/// <param name="JpegQuality">The JPEG quality, drawn once for a list of steps and shared by it, see <see cref="JpegArtefacts"/>.</param>
public sealed record DamageContext(SeededRandom Random, int JpegQuality)
{
    /// <summary>Which steps are done; the others only draw their random numbers. Null: all, unless a measurement leaves some out.</summary>
    internal Predicate<IDamageStep>? Wanted { get; init; }
}
