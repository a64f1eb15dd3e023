namespace CloudRestore.Learning.Stages;

/// <summary>The names of the five stages, in the order in which a training run takes them.</summary>
public static class StageNames
{
    /// <summary>Trains the generator alone with a pixel loss (lesson 7, section "Pre-train generator").</summary>
    public const string PretrainGenerator = "pretrain-generator";

    /// <summary>Saves what the pretrained generator makes of the training photographs ("Save generated images").</summary>
    public const string Generate = "generate";

    /// <summary>Trains the critic to tell those from originals ("Train critic").</summary>
    public const string PretrainCritic = "pretrain-critic";

    /// <summary>Trains both against each other ("GAN").</summary>
    public const string Gan = "gan";

    /// <summary>Measures the result on the held-out photographs and writes the report.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [PretrainGenerator, Generate, PretrainCritic, Gan, Evaluate];
}
