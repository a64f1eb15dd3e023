namespace CloudRestore.Learning.Presets;

/// <summary>How a learning rate is spread over the generator's three layer groups: early encoder, late encoder, decoder.</summary>
public enum LayerRates
{
    /// <summary>All alike.</summary>
    Same,

    /// <summary>The encoder gets a tenth (fastai's <c>slice(highest)</c>, and so its default).</summary>
    TenthBelow,

    /// <summary>A geometric series from the lowest to the highest (fastai's <c>slice(lowest, highest)</c>).</summary>
    Geometric,
}
