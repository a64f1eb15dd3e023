using CloudRestore.Learning.Data;

namespace CloudRestore.Learning.Stages;

/// <summary>Seeds of a run that takes generate, pretrain-critic and gan more than once.</summary>
public static class CycleSeed
{
    /// <summary>The seed of a cycle's stages: the run's own in the first, one of their own in those after, so that none sees the same crops again.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="cycle">The cycle, from 1.</param>
    public static ulong Of(ulong seed, int cycle) => cycle == 1 ? seed : SampleSeed.Derive(seed, "cycle", cycle);
}
