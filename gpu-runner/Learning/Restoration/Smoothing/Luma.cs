namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>How bright a colour is (ITU-R BT.601).</summary>
internal static class Luma
{
    /// <summary>The luma of one pixel, in the unit of its levels.</summary>
    public static float Of(float red, float green, float blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);
}
