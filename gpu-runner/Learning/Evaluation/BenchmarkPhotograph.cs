using System.Globalization;
using System.Security.Cryptography;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Learning.Evaluation;

/// <summary>A photograph that was damaged on purpose, so that its restoration can be measured. All pictures have one size.</summary>
/// <param name="Name">The photograph's name.</param>
/// <param name="Original">The undamaged picture at the recipe's target size, shrunk bilinearly.</param>
/// <param name="Damaged">The damaged picture, enlarged bilinearly: what a model is given.</param>
/// <param name="Bicubic">The damaged picture, enlarged bicubically.</param>
/// <param name="Stamp">Where a number or text was stamped on it; null if that shows nowhere.</param>
public sealed record BenchmarkPhotograph(string Name, RgbImage Original, RgbImage Damaged, RgbImage Bicubic, StampRegion? Stamp)
{
    /// <summary>Damages a photograph at full size, exactly as <see cref="PairBuilder"/> does for training.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">The photograph's name.</param>
    /// <param name="recipe">The damage and the target size; a photograph that is smaller keeps its size.</param>
    /// <param name="seed">The run's seed: that of the photograph follows from it and the file's SHA-256.</param>
    /// <exception cref="PhotographException">The file cannot be used, or is too small to be measured.</exception>
    public static BenchmarkPhotograph Make(byte[] bytes, string name, DamageRecipe recipe, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var full = PhotographReader.Read(bytes, name).Color;
        var (width, height) = recipe.TargetSize(full.Width, full.Height);
        if (Math.Min(width, height) < Ssim.SmallestSide)
        {
            throw new PhotographException(PhotographProblem.TooSmall, string.Create(
                CultureInfo.InvariantCulture,
                $"\"{name}\" is {full.Width} x {full.Height} pixels, too small to be measured: give one of at least {Ssim.SmallestSide} x {Ssim.SmallestSide} pixels."));
        }

        var photographSeed = DamageSeed.For(seed, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var damaged = recipe.Apply(full, photographSeed);
        return new BenchmarkPhotograph(
            name,
            Resample.Bilinear(full, width, height),
            Resample.Bilinear(damaged, width, height),
            Resample.Bicubic(damaged, width, height),
            StampRegion.Find(recipe, full, photographSeed, width, height));
    }
}
