namespace CloudRestore.Imaging.Photographs;

/// <summary>The file formats that are read and written.</summary>
public enum PhotographFormat
{
    /// <summary>JPEG (ISO/IEC 10918-1): lossy, no alpha.</summary>
    Jpeg,

    /// <summary>PNG: lossless.</summary>
    Png,

    /// <summary>WebP: written lossy.</summary>
    WebP,

    /// <summary>TIFF, also BigTIFF: written lossless (deflate).</summary>
    Tiff,

    /// <summary>AVIF: AV1 in HEIF, written lossy.</summary>
    Avif,
}
