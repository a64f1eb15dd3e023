using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Recipes;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Damage;

/// <summary>A named list of damage, done in order. The same recipe, picture and seed give the same bytes.</summary>
public sealed record DamageRecipe
{
    private const int HashLength = 12;

    /// <summary>
    /// Lesson 7 of fast.ai's course v3, to the letter: shorter side to 96 pixels, a number drawn, JPEG of quality 10 to 70, and the
    /// number is that quality.
    /// </summary>
    public static DamageRecipe Lesson7 { get; } = new()
    {
        Name = "lesson7",
        Steps = [new LowResolution(), new NumberStamp(), new JpegArtefacts()],
    };

    /// <summary>The name: small letters, digits and dashes, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>Pixels of the shorter side that a restored training picture has, 16 to 4096. Default 256.</summary>
    public int TargetShorterSide { get; init; } = 256;

    /// <summary>
    /// The name of the recipe by which a model that was trained on this one is judged, where this one mixes many kinds of damage. Default
    /// null: it is judged by itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JudgedBy { get; init; }

    /// <summary>The damage of the photographs that a model is judged by.</summary>
    [JsonIgnore]
    public DamageRecipe ForJudging => JudgedBy is null ? this : Named(JudgedBy);

    /// <summary>Whether numbers or texts are stamped on, by the recipe for judging.</summary>
    [JsonIgnore]
    public bool Stamps => ForJudging.Steps.Any(step => step is IOverlay);

    /// <summary>The damage, first to last; at least one step.</summary>
    public required IReadOnlyList<IDamageStep> Steps { get; init; }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of <see cref="ToJson"/>: names what was made with this recipe.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(RecipeJson.Write(this)))[..HashLength];

    /// <summary>The names that <see cref="Named"/> knows, <c>lesson7</c> first.</summary>
    public static IEnumerable<string> Names => NamedRecipes.All.Select(recipe => recipe.Name);

    /// <summary>The recipe of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static DamageRecipe Named(string name) => NamedRecipes.All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"There is no damage recipe \"{name}\": use {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Reads a recipe back from <see cref="ToJson"/>.</summary>
    /// <exception cref="FormatException">The text is no valid recipe; the message says why.</exception>
    public static DamageRecipe FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var recipe = RecipeJson.Read(json);
        return recipe.Invalid() is { } reason ? throw new FormatException($"The damage recipe is not valid: {reason}") : recipe;
    }

    /// <summary>The recipe as canonical JSON: one line, fixed order of members.</summary>
    public string ToJson() => Encoding.UTF8.GetString(RecipeJson.Write(this));

    /// <summary>Damages a picture. The result has its own small size; callers resample it to the size they ask for.</summary>
    /// <param name="original">The undamaged picture at full size; it is not changed.</param>
    /// <param name="seed">Chooses among the random damages, see <see cref="DamageSeed"/>.</param>
    /// <exception cref="InvalidOperationException">The recipe is not valid.</exception>
    public RgbImage Apply(RgbImage original, ulong seed) => Apply(original, seed, _ => true);

    /// <summary>The same with some of the steps left out; the others draw the random numbers that they draw among all.</summary>
    internal RgbImage Apply(RgbImage original, ulong seed, Predicate<IDamageStep> wanted)
    {
        ArgumentNullException.ThrowIfNull(original);
        if (Invalid() is { } reason)
            throw new InvalidOperationException(reason);
        var image = StepSequence.Apply(Steps, original, seed, surroundingQuality: null, wanted);
        return ReferenceEquals(image, original) ? original.Clone() : image;
    }

    /// <summary>The size at which a photograph is a training target: the shorter side at <see cref="TargetShorterSide"/>, never enlarged.</summary>
    /// <param name="width">Width of the original.</param>
    /// <param name="height">Height of the original.</param>
    public (int Width, int Height) TargetSize(int width, int height) => Math.Min(width, height) <= TargetShorterSide
        ? (width, height)
        : Resample.ShorterSide(width, height, TargetShorterSide);

    private string? Invalid()
    {
        if (string.IsNullOrEmpty(Name) || Name.Length > 64 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return $"The name \"{Name}\" must be 1 to 64 small letters, digits and dashes.";
        if (TargetShorterSide is < 16 or > 4096)
            return $"The target's shorter side must be 16 to 4096 pixels, not {TargetShorterSide}.";
        if (Steps is null || Steps.Count == 0 || Steps.Any(step => step is null))
            return "It needs at least one step.";
        if (JudgedBy is not null && !Names.Contains(JudgedBy))
            return $"It is judged by \"{JudgedBy}\", which is no recipe: use {string.Join(", ", Names)}.";
        return StepSequence.Invalid(Steps);
    }
}
