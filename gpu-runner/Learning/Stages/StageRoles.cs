namespace CloudRestore.Learning.Stages;

/// <summary>The roles under which a stage finds what earlier stages left (<see cref="StageContext.Inputs"/>).</summary>
public static class StageRoles
{
    /// <summary>A safetensors file with ImageNet weights for the encoder. Optional, of pretrain-generator.</summary>
    public const string Encoder = "encoder";

    /// <summary>A model folder with the generator that training starts from, of the preset's shape. Optional, of pretrain-generator.</summary>
    public const string Parent = "parent";

    /// <summary>A folder with a generator (output of pretrain-generator or gan).</summary>
    public const string Generator = "generator";

    /// <summary>The folder of generated photographs (output of generate).</summary>
    public const string Generated = "generated";

    /// <summary>A folder with a critic (output of pretrain-critic or gan). Optional of pretrain-critic, which goes on from it.</summary>
    public const string Critic = "critic";

    /// <summary>The generator before the GAN, which evaluate may prefer. Optional.</summary>
    public const string Pretrained = "pretrained";

    /// <summary>The model in use so far, for comparison. Optional.</summary>
    public const string Champion = "champion";

    /// <summary>Prefix of the roles that carry a metrics.csv, or a folder holding one: <c>metrics:gan</c>. Optional, of evaluate.</summary>
    public const string MetricsPrefix = "metrics:";
}
