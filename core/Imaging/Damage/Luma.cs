namespace CloudRestore.Imaging.Damage;

/// <summary>How light a colour is, by ITU-R BT.601, as JPEG and greyscale conversion have it.</summary>
public static class Luma
{
    /// <summary>Of samples, rounded; exact where the three are equal.</summary>
    public static int Of(int red, int green, int blue) => ((299 * red) + (587 * green) + (114 * blue) + 500) / 1000;

    /// <summary>Of levels, in their unit.</summary>
    public static float Of(float red, float green, float blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);
}
