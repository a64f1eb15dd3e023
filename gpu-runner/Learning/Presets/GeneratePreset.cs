using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Presets;

/// <summary>Settings of the stage that saves the generator's outputs.</summary>
public sealed record GeneratePreset
{
    /// <summary>The shorter side, in pixels, at which photographs are generated; null is the size of the pair.</summary>
    [Range(16, 4096)]
    public int? ShorterSide { get; init; }
}
