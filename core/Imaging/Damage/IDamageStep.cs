using System.Text.Json.Serialization;
using CloudRestore.Imaging.Damage.Composition;

namespace CloudRestore.Imaging.Damage;

/// <summary>One kind of damage. Its result depends on the picture and the context alone. A new kind is one file and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LowResolution), "low-resolution")]
[JsonDerivedType(typeof(NumberStamp), "number-stamp")]
[JsonDerivedType(typeof(JpegArtefacts), "jpeg-artefacts")]
[JsonDerivedType(typeof(OneOf), "one-of")]
[JsonDerivedType(typeof(Sometimes), "sometimes")]
public interface IDamageStep
{
    /// <summary>Returns the damaged picture; <paramref name="image"/> itself stays as it is.</summary>
    /// <param name="image">The picture as the steps before left it.</param>
    /// <param name="context">Random numbers and what the steps share.</param>
    RgbImage Apply(RgbImage image, DamageContext context);

    /// <summary>One sentence that says which value is out of range, or null when all are valid.</summary>
    string? Invalid();
}
