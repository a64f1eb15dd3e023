using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Ageing;
using CloudRestore.Imaging.Damage.Blur;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Lettering;
using CloudRestore.Imaging.Damage.Noise;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

/// <summary>Steps of every kind with values drawn from their whole ranges.</summary>
internal static class DamageSteps
{
    private static readonly Gen<double> Share = Gen.Double[0, 1];

    public static Gen<IDamageStep> Simple { get; } = Gen.OneOf(
        Ends(Gen.Int[8, 4096]).Select(IDamageStep (ends) => new LowResolution { ShorterSide = ends.Least, MaxShorterSide = ends.Most }),
        Gen.Const<IDamageStep>(new NumberStamp()),
        Gen.Const<IDamageStep>(new Greyscale()),
        Ends(Gen.Int[1, 100]).Select(IDamageStep (ends) => new JpegArtefacts { MinQuality = ends.Least, MaxQuality = ends.Most }),
        Gen.Select(Ends(Gen.Double[0, 10]), Ends(Gen.Double[-180, 180]), Ends(Gen.Double[0.2, 8]), Gen.Bool, Gen.Enum<BlurProfile>()).Select(IDamageStep (sigma, angle, beta, anisotropic, profile) =>
            new GaussianBlur
            {
                MinSigma = sigma.Least,
                MaxSigma = sigma.Most,
                MinAngle = angle.Least,
                MaxAngle = angle.Most,
                MinBeta = beta.Least,
                MaxBeta = beta.Most,
                Anisotropic = anisotropic,
                Profile = profile,
            }),
        Gen.Select(Ends(Gen.Double[1, 64]), Ends(Gen.Double[-180, 180])).Select(IDamageStep (length, angle) =>
            new MotionBlur { MinLength = length.Least, MaxLength = length.Most, MinAngle = angle.Least, MaxAngle = angle.Most }),
        Gen.Select(Ends(Gen.Double[0.1, 1]), Ends(Gen.Int[1, 15])).Select(IDamageStep (cutoff, radius) =>
            new SincFilter { MinCutoff = cutoff.Least, MaxCutoff = cutoff.Most, MinRadius = radius.Least, MaxRadius = radius.Most }),
        Gen.Select(Ends(Gen.Double[0, 100]), Share).Select(IDamageStep (sigma, grey) => new GaussianNoise { MinSigma = sigma.Least, MaxSigma = sigma.Most, GreyShare = grey }),
        Gen.Select(Ends(Gen.Double[0, 10]), Share).Select(IDamageStep (scale, grey) => new PoissonNoise { MinScale = scale.Least, MaxScale = scale.Most, GreyShare = grey }),
        Gen.Select(Ends(Share), Ends(Share), Ends(Share), Ends(Share)).Select(IDamageStep (contrast, lift, paleness, cast) =>
            new Fading
            {
                MinContrast = contrast.Least,
                MaxContrast = contrast.Most,
                MinLift = lift.Least,
                MaxLift = lift.Most,
                MinPaleness = paleness.Least,
                MaxPaleness = paleness.Most,
                MinCast = cast.Least,
                MaxCast = cast.Most,
            }),
        Gen.Select(Ends(Gen.Int[0, 200]), Ends(Gen.Double[0.0005, 0.05]), Ends(Share), Share, Share).Select(IDamageStep (count, thickness, opacity, bright, curved) =>
            new Scratches
            {
                MinCount = count.Least,
                MaxCount = count.Most,
                MinThickness = thickness.Least,
                MaxThickness = thickness.Most,
                MinOpacity = opacity.Least,
                MaxOpacity = opacity.Most,
                BrightShare = bright,
                CurvedShare = curved,
            }),
        Gen.Select(Ends(Gen.Int[0, 2000]), Ends(Gen.Double[0.0005, 0.05]), Ends(Share), Share, Share).Select(IDamageStep (count, size, opacity, bright, hairs) =>
            new Dust
            {
                MinCount = count.Least,
                MaxCount = count.Most,
                MinSize = size.Least,
                MaxSize = size.Most,
                MinOpacity = opacity.Least,
                MaxOpacity = opacity.Most,
                BrightShare = bright,
                HairShare = hairs,
            }),
        Gen.Select(Ends(Gen.Int[0, 20]), Ends(Gen.Double[0.01, 1]), Ends(Share), Share, Gen.Double[0, 180], Gen.Enum<StampPlace>(), Gen.OneOf(Gen.Const("Proof"), Gen.Const("No. 7"), Gen.Const("27.08.1998")).Array[0, 3])
            .Select(IDamageStep (count, size, opacity, share, rotation, place, texts) => new TextStamp
            {
                MinCount = count.Least,
                MaxCount = count.Most,
                MinSize = size.Least,
                MaxSize = size.Most,
                MinOpacity = opacity.Least,
                MaxOpacity = opacity.Most,
                NumberShare = share,
                WhiteShare = share,
                BlackShare = (1 - share) / 2,
                OutlineShare = share,
                MaxRotation = rotation,
                Place = place,
                Texts = texts,
            }));

    public static Gen<IDamageStep> Any { get; } = Gen.OneOf(
        Simple,
        Gen.Select(Share, Simple.Array[0, 3]).Select(IDamageStep (probability, steps) => new Sometimes { Probability = probability, Steps = steps }),
        Gen.Select(Gen.Double[0.001, 1000], Simple.Array[0, 3]).Select((weight, steps) => new WeightedSteps { Weight = weight, Steps = steps }).Array[1, 3]
            .Select(IDamageStep (options) => new OneOf { Options = options }),
        Gen.Select(Share, Ends(Gen.Double[0.05, 4]), Simple.Array[0, 2], Gen.Bool).Select(IDamageStep (up, scale, steps, keep) =>
            new Resize { UpProbability = up, DownProbability = (1 - up) / 2, MinScale = scale.Least, MaxScale = scale.Most, Steps = steps, KeepSize = keep }));

    /// <summary>What one step makes of a picture.</summary>
    public static RgbImage Apply(this IDamageStep step, RgbImage picture, ulong seed = 1, int jpegQuality = 50) =>
        step.Apply(picture, new DamageContext(new SeededRandom(seed), jpegQuality));

    private static Gen<(T Least, T Most)> Ends<T>(Gen<T> value)
        where T : IComparable<T> => Gen.Select(value, value).Select((a, b) => a.CompareTo(b) <= 0 ? (a, b) : (b, a));
}
