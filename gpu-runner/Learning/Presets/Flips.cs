namespace CloudRestore.Learning.Presets;

/// <summary>The symmetries of which a training crop gets a random one.</summary>
public enum Flips
{
    /// <summary>The photograph as it is.</summary>
    None,

    /// <summary>As it is, or mirrored from left to right.</summary>
    Horizontal,

    /// <summary>Any of the eight symmetries of the square.</summary>
    Dihedral,
}
