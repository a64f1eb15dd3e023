using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Stages;

/// <summary>A phase and the steps of the stage that it takes.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Number">Its place in the stage, from 0.</param>
/// <param name="Start">Its first step.</param>
/// <param name="End">The step after its last.</param>
internal sealed record PhasePlan(TrainingPhase Settings, int Number, long Start, long End)
{
    /// <summary>Lays phases one after the other.</summary>
    /// <param name="phases">The phases.</param>
    /// <param name="photographs">Photographs in the training split, which decides the length of an epoch.</param>
    public static IReadOnlyList<PhasePlan> Of(IReadOnlyList<TrainingPhase> phases, int photographs)
    {
        var plan = new List<PhasePlan>();
        foreach (var (number, phase) in phases.Index())
        {
            var start = plan.Count == 0 ? 0 : plan[^1].End;
            plan.Add(new PhasePlan(phase, number, start, start + phase.StepsFor(photographs)));
        }

        return plan;
    }

    /// <summary>The learning rates of the layer groups and the momentum (Adam's beta1) of a step.</summary>
    /// <param name="step">A step of the stage, from <see cref="Start"/> to <see cref="End"/> - 1.</param>
    /// <param name="groups">Layer groups, at least 1.</param>
    /// <param name="constantMomentum">The momentum of a constant schedule.</param>
    public (IReadOnlyList<double> Rates, double Momentum) At(long step, int groups, double constantMomentum = 0.9)
    {
        var (factor, momentum) = (1.0, constantMomentum);
        if (Settings.Shape == LearningRateShape.OneCycle)
            (factor, momentum) = new OneCycle { Steps = End - Start, PeakAt = Settings.RisingShare }.At(step - Start);
        var rates = Settings.LayerRates switch
        {
            LayerRates.TenthBelow => DiscriminativeRates.TenthBelow(Settings.LearningRate, groups),
            LayerRates.Geometric => DiscriminativeRates.Slice(Settings.LowestLearningRate, Settings.LearningRate, groups),
            _ => DiscriminativeRates.Same(Settings.LearningRate, groups),
        };
        return ([.. rates.Select(rate => rate * factor)], momentum);
    }
}
