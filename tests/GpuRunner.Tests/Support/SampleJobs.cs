using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Jobs as the function app asks for them.</summary>
internal static class SampleJobs
{
    public const string Dataset = "drawn";

    public static BlobAddress Pairs { get; } = new(Containers.Datasets, $"{Dataset}/crappy/lesson7/");

    public static BlobAddress HeldOut { get; } = new(Containers.Datasets, $"{Dataset}/held-out/lesson7/");

    public static JobMessage Training(
        JobKind kind = JobKind.PretrainGenerator,
        string? run = null,
        IReadOnlyDictionary<string, BlobAddress>? inputs = null,
        string preset = "tiny",
        IReadOnlyDictionary<string, string>? overrides = null)
    {
        run ??= StorageAccount.NewId("run");
        return new JobMessage
        {
            JobId = $"{run}.{JobKindNames.NameOf(kind)}",
            Kind = kind,
            Training = new TrainingJob
            {
                RunId = run,
                Preset = preset,
                Seed = 77,
                Dataset = Dataset,
                Pairs = Pairs,
                HeldOut = HeldOut,
                Inputs = inputs ?? new Dictionary<string, BlobAddress>(),
                Overrides = overrides ?? new Dictionary<string, string>(),
            },
        };
    }

    public static JobMessage Restoration(string photograph = "photo.png", string model = "model", string? etag = null, OutputSize? size = null) => new()
    {
        JobId = StorageAccount.NewId("restore"),
        Kind = JobKind.Restore,
        Restoration = new RestorationJob
        {
            Source = new BlobAddress(Containers.Uploads, photograph),
            SourceETag = etag,
            Target = new BlobAddress(Containers.Restored, photograph),
            Model = model,
            Size = size ?? OutputSize.Same,
        },
    };
}
