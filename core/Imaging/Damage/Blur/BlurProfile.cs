namespace CloudRestore.Imaging.Damage.Blur;

/// <summary>How a blur falls off, with q the squared distance in standard deviations (Wang et al. 2021, Real-ESRGAN; Liu et al. 2020).</summary>
public enum BlurProfile
{
    /// <summary>exp(-q / 2).</summary>
    Gaussian,

    /// <summary>exp(-q^beta / 2): flatter or more pointed than a Gaussian.</summary>
    Generalized,

    /// <summary>1 / (1 + q^beta): a plateau with long tails.</summary>
    Plateau,
}
