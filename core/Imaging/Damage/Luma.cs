namespace CloudRestore.Imaging.Damage;

/// <summary>How light a colour is, by ITU-R BT.601, as JPEG and greyscale conversion have it.</summary>
internal static class Luma
{
    /// <summary>0 to 255, rounded.</summary>
    public static int Of(int red, int green, int blue) => ((299 * red) + (587 * green) + (114 * blue) + 500) / 1000;
}
