namespace CloudRestore.Learning.Presets;

/// <summary>Which generator a run ends with.</summary>
public enum ModelChoice
{
    /// <summary>Of the pretrained generator and the GAN's, the one with the higher mean PSNR on the held-out photographs.</summary>
    HigherPsnr,

    /// <summary>Always the GAN's, whose pictures may look better at a lower PSNR.</summary>
    Gan,
}
