namespace CloudRestore.Core.Jobs;

/// <summary>The names of job kinds as they stand in blob paths and messages.</summary>
public static class JobKindNames
{
    /// <summary>The stages of training that run on a GPU, in order.</summary>
    public static IReadOnlyList<JobKind> TrainingStages { get; } =
        [JobKind.PretrainGenerator, JobKind.Generate, JobKind.PretrainCritic, JobKind.Gan, JobKind.Evaluate];

    /// <summary>The name on the wire, e.g. <c>pretrain-generator</c>.</summary>
    public static string NameOf(JobKind kind) => kind switch
    {
        JobKind.PretrainGenerator => "pretrain-generator",
        JobKind.Generate => "generate",
        JobKind.PretrainCritic => "pretrain-critic",
        JobKind.Gan => "gan",
        JobKind.Evaluate => "evaluate",
        JobKind.Restore => "restore",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of job."),
    };
}
