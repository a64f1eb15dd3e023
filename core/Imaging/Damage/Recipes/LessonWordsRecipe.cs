using CloudRestore.Imaging.Damage.Lettering;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>Lesson 7 with words in place of the number: what the lesson suggests to try next.</summary>
internal static class LessonWordsRecipe
{
    /// <summary>Shorter side 96 pixels, one white word, JPEG of quality 10 to 70.</summary>
    public static DamageRecipe Recipe { get; } = new()
    {
        Name = "lesson7-words",
        Steps =
        [
            new LowResolution(),
            new TextStamp { NumberShare = 0, WhiteShare = 1, BlackShare = 0, MinOpacity = 1, OutlineShare = 0, MinSize = 0.08, MaxSize = 0.16 },
            new JpegArtefacts(),
        ],
    };
}
