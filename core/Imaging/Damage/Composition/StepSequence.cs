namespace CloudRestore.Imaging.Damage.Composition;

/// <summary>
/// A list of steps, done in order: that of a recipe, or one within a step. Each step has a stream of random numbers of its own, so that
/// changing one leaves the draws of the others as they were.
/// </summary>
internal static class StepSequence
{
    /// <summary>Runs the steps.</summary>
    /// <param name="steps">The steps, valid ones.</param>
    /// <param name="image">The picture; without steps it is returned itself.</param>
    /// <param name="seed">The list's own seed.</param>
    /// <param name="surroundingQuality">The JPEG quality of the list around this one, which holds here too unless this list has a JPEG step.</param>
    /// <param name="wanted">Whether a step is done; one that is not leaves the draws of the others as they are. Null: all.</param>
    public static RgbImage Apply(IReadOnlyList<IDamageStep> steps, RgbImage image, ulong seed, int? surroundingQuality, Predicate<IDamageStep>? wanted = null)
    {
        var sharing = steps.Index().FirstOrDefault(step => step.Item is JpegArtefacts, (Index: -1, Item: new JpegArtefacts()));
        var quality = sharing.Index < 0 && surroundingQuality is { } given
            ? given
            : ((JpegArtefacts)sharing.Item).Draw(new SeededRandom(DamageSeed.Mix(seed, 0)));
        for (var i = 0; i < steps.Count; i++)
        {
            var random = new SeededRandom(DamageSeed.Mix(seed, (ulong)i + 1));
            var own = steps[i] is JpegArtefacts second && i != sharing.Index ? second.Draw(random) : quality;
            if (wanted?.Invoke(steps[i]) ?? true)
                image = steps[i].Apply(image, new DamageContext(random, own) { Wanted = wanted });
        }

        return image;
    }

    /// <summary>Why one of the steps is not valid, or null.</summary>
    public static string? Invalid(IReadOnlyList<IDamageStep>? steps) => steps is null || steps.Any(step => step is null)
        ? "A list of steps must hold steps; an empty one leaves the picture as it is."
        : steps.Select(step => step.Invalid()).FirstOrDefault(reason => reason is not null);
}
