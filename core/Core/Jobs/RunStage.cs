using System.Globalization;

namespace CloudRestore.Core.Jobs;

/// <summary>
/// A stage of a training run that runs on a GPU. Its name is that of its kind; after the first cycle of generate, pretrain-critic and gan the
/// cycle follows it: <c>gan-2</c>.
/// </summary>
/// <param name="Kind">What is done.</param>
/// <param name="Cycle">The cycle, from 1.</param>
public readonly record struct RunStage(JobKind Kind, int Cycle = 1)
{
    /// <summary>The most cycles of one run.</summary>
    public const int MaxCycles = 9;

    private static readonly JobKind[] Repeated = [JobKind.Generate, JobKind.PretrainCritic, JobKind.Gan];

    /// <summary>The name in blob paths and ids.</summary>
    public string Name => Cycle == 1 ? JobKindNames.NameOf(Kind) : string.Create(CultureInfo.InvariantCulture, $"{JobKindNames.NameOf(Kind)}-{Cycle}");

    /// <summary>The stage of a kind in the first cycle.</summary>
    public static implicit operator RunStage(JobKind kind) => new(kind);

    /// <summary>The stages of a run, in order: after the generator is trained alone, the middle ones as many times as there are cycles (NoGAN, DeOldify).</summary>
    /// <param name="cycles">How many cycles, 1 to <see cref="MaxCycles"/>.</param>
    public static IReadOnlyList<RunStage> Of(int cycles) =>
    [
        new(JobKind.PretrainGenerator),
        .. Enumerable.Range(1, cycles).SelectMany(cycle => Repeated.Select(kind => new RunStage(kind, cycle))),
        new(JobKind.Evaluate),
    ];

    /// <summary>The stage of a name, or null if no stage on a GPU has it.</summary>
    public static RunStage? Parse(string name)
    {
        foreach (var stage in Of(MaxCycles))
        {
            if (stage.Name == name)
                return stage;
        }

        return null;
    }

    /// <summary>Whether a stage of this kind may come in this cycle.</summary>
    public bool IsValid => Cycle is >= 1 and <= MaxCycles && (Cycle == 1 || Repeated.Contains(Kind));
}
