namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>The recipes that come with the product.</summary>
internal static class NamedRecipes
{
    /// <summary>All of them, the lesson first. A new one is one file and one line here.</summary>
    public static IReadOnlyList<DamageRecipe> All { get; } =
    [
        DamageRecipe.Lesson7, RestoreRecipe.Recipe, LessonWordsRecipe.Recipe, ColorizeRecipe.Recipe, OldPhotoRecipe.Recipe, RealEsrganRecipe.Recipe,
    ];
}
