using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Pairs;

/// <summary>Makes a training pair from a photograph.</summary>
public static class PairBuilder
{
    /// <summary>
    /// Reads a photograph, damages it at full size as the lesson does, and shrinks the undamaged one to the recipe's target size. Neither
    /// picture is ever enlarged: a smaller photograph keeps its own size. Both are encoded as PNG: the damage is already in the pixels.
    /// </summary>
    /// <param name="originalBytes">The file's content.</param>
    /// <param name="name">The photograph's name.</param>
    /// <param name="recipe">The damage.</param>
    /// <param name="seed">The photograph's seed, see <see cref="DamageSeed.For"/>.</param>
    /// <exception cref="PhotographException">The file cannot be used.</exception>
    public static TrainingPair Build(byte[] originalBytes, string name, DamageRecipe recipe, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Build(PhotographReader.Read(originalBytes, name).Color, name, recipe, seed);
    }

    /// <summary>The same, and where a number or text was stamped on the picture, as it lies on the undamaged one.</summary>
    /// <param name="originalBytes">The file's content.</param>
    /// <param name="name">The photograph's name.</param>
    /// <param name="recipe">The damage.</param>
    /// <param name="seed">The photograph's seed, see <see cref="DamageSeed.For"/>.</param>
    /// <returns>The pair, and its stamp; null when none shows.</returns>
    /// <exception cref="PhotographException">The file cannot be used.</exception>
    public static (TrainingPair Pair, StampRegion? Stamp) BuildWithStamp(byte[] originalBytes, string name, DamageRecipe recipe, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var original = PhotographReader.Read(originalBytes, name).Color;
        var (width, height) = recipe.TargetSize(original.Width, original.Height);
        return (Build(original, name, recipe, seed), StampRegion.Find(recipe, original, seed, width, height));
    }

    private static TrainingPair Build(RgbImage original, string name, DamageRecipe recipe, ulong seed)
    {
        var (width, height) = recipe.TargetSize(original.Width, original.Height);
        var target = Resample.Bilinear(original, width, height);
        return new TrainingPair(name, Encode(recipe.Apply(original, seed)), Encode(target));
    }

    private static byte[] Encode(RgbImage image) => PhotographWriter.Write(new Photograph(image), PhotographFormat.Png);
}
