namespace CloudRestore.Learning.Presets;

/// <summary>How a learning rate moves over a phase.</summary>
public enum LearningRateShape
{
    /// <summary>Rises and falls on cosines, with momentum the other way (fastai's <c>fit_one_cycle</c>).</summary>
    OneCycle,

    /// <summary>Stays as it is (fastai's <c>fit</c>).</summary>
    Constant,
}
