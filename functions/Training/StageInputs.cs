using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Training;

/// <summary>What each stage needs of the earlier ones, by role. Pure.</summary>
internal static class StageInputs
{
    private const string MetricsFile = "metrics.csv";

    /// <summary>The inputs of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="outputs">Output folders of the stages before it.</param>
    /// <param name="parent">Version of the model that training starts from, or null.</param>
    /// <param name="champion">Version of the champion to evaluate beside the new model, or null.</param>
    public static Dictionary<string, BlobAddress> Of(JobKind stage, IReadOnlyDictionary<JobKind, BlobAddress> outputs, string? parent, string? champion)
    {
        var inputs = new Dictionary<string, BlobAddress>(StringComparer.Ordinal);
        switch (stage)
        {
            case JobKind.PretrainGenerator:
                if (parent is not null)
                    inputs["parent"] = new BlobAddress(Containers.Models, ModelBlobs.Folder(parent));
                break;
            case JobKind.Generate:
                inputs["generator"] = outputs[JobKind.PretrainGenerator];
                break;
            case JobKind.PretrainCritic:
                inputs["generated"] = outputs[JobKind.Generate];
                break;
            case JobKind.Gan:
                inputs["generator"] = outputs[JobKind.PretrainGenerator];
                inputs["critic"] = outputs[JobKind.PretrainCritic];
                break;
            case JobKind.Evaluate:
                inputs["generator"] = outputs[JobKind.Gan];
                inputs["pretrained"] = outputs[JobKind.PretrainGenerator];
                if (champion is not null)
                    inputs["champion"] = new BlobAddress(Containers.Models, ModelBlobs.Folder(champion));
                foreach (var trained in new[] { JobKind.PretrainGenerator, JobKind.PretrainCritic, JobKind.Gan })
                    inputs[$"metrics:{JobKindNames.NameOf(trained)}"] = outputs[trained] with { Path = outputs[trained].Path + MetricsFile };
                break;
            default:
                break;
        }

        return inputs;
    }
}
