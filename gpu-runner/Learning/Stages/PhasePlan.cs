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

    /// <summary>The learning rate and the momentum (Adam's first beta) of a step of the stage.</summary>
    /// <param name="step">From <see cref="Start"/> to <see cref="End"/> - 1.</param>
    /// <param name="momentum">What a constant schedule uses.</param>
    public (double LearningRate, double Momentum) At(long step, double momentum)
    {
        if (Settings.Shape == LearningRateShape.Constant)
            return (Settings.LearningRate, momentum);
        var point = OneCycle.At(step - Start, End - Start, Settings.LearningRate, Settings.RisingShare);
        return (point.LearningRate, point.Momentum);
    }
}
