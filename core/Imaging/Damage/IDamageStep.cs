using System.Text.Json.Serialization;
using CloudRestore.Imaging.Damage.Ageing;
using CloudRestore.Imaging.Damage.Blur;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Lettering;
using CloudRestore.Imaging.Damage.Noise;

namespace CloudRestore.Imaging.Damage;

/// <summary>One kind of damage. Its result depends on the picture and the context alone. A new kind is one file and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LowResolution), "low-resolution")]
[JsonDerivedType(typeof(NumberStamp), "number-stamp")]
[JsonDerivedType(typeof(JpegArtefacts), "jpeg-artefacts")]
[JsonDerivedType(typeof(OneOf), "one-of")]
[JsonDerivedType(typeof(Sometimes), "sometimes")]
[JsonDerivedType(typeof(Resize), "resize")]
[JsonDerivedType(typeof(TextStamp), "text-stamp")]
[JsonDerivedType(typeof(GaussianBlur), "gaussian-blur")]
[JsonDerivedType(typeof(MotionBlur), "motion-blur")]
[JsonDerivedType(typeof(SincFilter), "sinc")]
[JsonDerivedType(typeof(GaussianNoise), "gaussian-noise")]
[JsonDerivedType(typeof(PoissonNoise), "poisson-noise")]
[JsonDerivedType(typeof(Greyscale), "greyscale")]
[JsonDerivedType(typeof(Fading), "fading")]
[JsonDerivedType(typeof(Scratches), "scratches")]
[JsonDerivedType(typeof(Dust), "dust")]
public interface IDamageStep
{
    /// <summary>Returns the damaged picture; <paramref name="image"/> itself stays as it is.</summary>
    /// <param name="image">The picture as the steps before left it.</param>
    /// <param name="context">Random numbers and what the steps share.</param>
    RgbImage Apply(RgbImage image, DamageContext context);

    /// <summary>One sentence that says which value is out of range, or null when all are valid.</summary>
    string? Invalid();
}
