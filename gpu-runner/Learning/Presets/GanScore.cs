using System.Text.Json.Serialization;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Learning.Presets;

/// <summary>What makes one state of a GAN's generator better than another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GanScore>))]
public enum GanScore
{
    /// <summary>The higher mean PSNR on the held-out photographs.</summary>
    Psnr,

    /// <summary>
    /// More of the originals' detail (<see cref="Detail.Sharpness"/>), among states that lost no more PSNR than
    /// <see cref="GanPreset.MostPsnrLost"/> since step 0: PSNR alone prefers the blur that the GAN is there to remove.
    /// </summary>
    Sharpness,
}
