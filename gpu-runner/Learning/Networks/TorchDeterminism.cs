using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Makes runs repeatable: the same seed, thread count and processor give the same bits on the CPU, whose algorithms here all repeat
/// (TorchSharp has no switch to forbid those that do not; on a GPU some do not). torch's random state belongs to the whole process;
/// the networks here do not draw from it, but code that does can save and restore it.
/// </summary>
public static class TorchDeterminism
{
    /// <summary>Seeds torch and fixes the number of threads if one is given (1 or more).</summary>
    public static void Configure(ulong seed, int? threads = null)
    {
        if (threads is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
            set_num_threads(count);
        }
        manual_seed(unchecked((long)seed));
    }

    /// <summary>A copy of the CPU generator's state, a vector of bytes.</summary>
    public static Tensor CaptureRandomState() => random.get_rng_state();

    /// <summary>Puts the CPU generator back to a state from <see cref="CaptureRandomState"/>.</summary>
    public static void RestoreRandomState(Tensor state) => random.set_rng_state(state);
}
