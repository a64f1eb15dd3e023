namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>Where text is put.</summary>
public enum StampPlace
{
    /// <summary>Anywhere, whole where it fits.</summary>
    Anywhere,

    /// <summary>In one of the four corners, as a camera's date.</summary>
    Corner,

    /// <summary>In the middle, as a notice across the picture.</summary>
    Centre,

    /// <summary>Again and again all over the picture, as a watermark.</summary>
    Tiled,
}
