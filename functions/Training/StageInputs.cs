using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Training;

/// <summary>What each stage needs of the earlier ones and of the stored models, by role. Pure.</summary>
internal static class StageInputs
{
    private const string MetricsFile = "metrics.csv";

    /// <summary>The inputs of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="outputs">Output folders of the stages before it.</param>
    /// <param name="request">The run.</param>
    /// <param name="champion">Version of the champion to evaluate beside the new model, or null.</param>
    public static Dictionary<string, BlobAddress> Of(RunStage stage, IReadOnlyDictionary<RunStage, BlobAddress> outputs, TrainingRequest request, string? champion)
    {
        var inputs = new Dictionary<string, BlobAddress>(StringComparer.Ordinal);
        foreach (var (role, source) in StageSources.Of(stage, request.Cycles))
        {
            var output = outputs[source];
            inputs[role] = role.StartsWith(StageSources.MetricsPrefix, StringComparison.Ordinal) ? output with { Path = output.Path + MetricsFile } : output;
        }

        if (stage.Kind == JobKind.PretrainGenerator && request.Parent is { } parent)
            inputs["parent"] = new BlobAddress(Containers.Models, ModelBlobs.Folder(parent));
        if (stage.Kind == JobKind.PretrainGenerator && request.Encoder is { } encoder)
            inputs["encoder"] = new BlobAddress(Containers.Models, ModelBlobs.Encoder(encoder));
        if (stage.Kind == JobKind.Evaluate && champion is not null)
            inputs["champion"] = new BlobAddress(Containers.Models, ModelBlobs.Folder(champion));
        return inputs;
    }
}
