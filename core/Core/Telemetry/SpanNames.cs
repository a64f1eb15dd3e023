namespace CloudRestore.Core.Telemetry;

/// <summary>The spans, in about the order in which one trace has them.</summary>
public static class SpanNames
{
    /// <summary>The trigger looks at an upload.</summary>
    public const string AcceptUpload = "upload.accept";

    /// <summary>A restoration is recorded and started.</summary>
    public const string AcceptRestoration = "restoration.accept";

    /// <summary>A training run is recorded and started.</summary>
    public const string AcceptTraining = "training.accept";

    /// <summary>A comparison of models is recorded and started.</summary>
    public const string AcceptComparison = "comparison.accept";

    /// <summary>The names of a run's photographs are kept.</summary>
    public const string ListDataset = "dataset.list";

    /// <summary>A share of the photographs is read.</summary>
    public const string InspectDataset = "dataset.inspect";

    /// <summary>The run's manifest is written.</summary>
    public const string WriteManifest = "dataset.manifest";

    /// <summary>A shard of damaged pairs is made.</summary>
    public const string Crappify = "dataset.crappify";

    /// <summary>A job's message is put into its queue.</summary>
    public const string EnqueueJob = "job.enqueue";

    /// <summary>A runner's attempt at a job.</summary>
    public const string RunJob = "job.run";

    /// <summary>The inputs of a stage come to the runner's disk.</summary>
    public const string DownloadInputs = "stage.download";

    /// <summary>A stage is computed.</summary>
    public const string ComputeStage = "stage.compute";

    /// <summary>A stage's outputs go to Blob Storage.</summary>
    public const string UploadOutputs = "stage.upload";

    /// <summary>A photograph is downloaded and decoded.</summary>
    public const string ReadPhotograph = "photograph.read";

    /// <summary>A photograph is restored, the model's loading included.</summary>
    public const string RestorePhotograph = "photograph.restore";

    /// <summary>A restored photograph is encoded and stored.</summary>
    public const string StorePhotograph = "photograph.store";

    /// <summary>The function app ends a job that no runner did.</summary>
    public const string CloseJob = "job.close";

    /// <summary>The function app hears of a job's end.</summary>
    public const string FinishJob = "job.finished";

    /// <summary>A run's model is registered.</summary>
    public const string RegisterModel = "model.register";

    /// <summary>A run's model is compared with the champion.</summary>
    public const string JudgeModel = "model.judge";

    /// <summary>A run's model becomes champion, or does not.</summary>
    public const string PromoteModel = "model.promote";

    /// <summary>A run's outcome is written.</summary>
    public const string EndTraining = "training.end";

    /// <summary>The scores of models are compared.</summary>
    public const string CompareModels = "comparison.judge";

    /// <summary>A comparison's outcome is written.</summary>
    public const string EndComparison = "comparison.end";

    /// <summary>A restoration's outcome is written.</summary>
    public const string EndRestoration = "restoration.end";
}
