using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Events;

namespace CloudRestore.Learning.Stages;

/// <summary>What a training stage leaves for people to judge it by: <c>metrics.csv</c>, sample grids, and both once more for TensorBoard.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="columns">The columns of its metrics after the step.</param>
internal sealed class TrainingLog(string stage, params string[] columns)
{
    /// <summary>The rows of metrics.csv.</summary>
    public MetricsLog Metrics { get; } = new(columns);

    /// <summary>A sample grid for each epoch; none in a stage that restores nothing.</summary>
    public EpochSamples Samples { get; } = new();

    /// <summary>Writes all of it into the output folder of the stage.</summary>
    public void Write(string folder)
    {
        Metrics.Write(folder);
        if (Samples.Grids.Count > 0)
            Samples.Write(Path.Combine(folder, SampleGrid.Folder));
        EventFile.Write(folder, stage, Metrics.Lines, Samples.Grids);
    }

    /// <summary>Writes what a resumed stage cannot make again into the folder of a checkpoint, which has no folders in it.</summary>
    public void WriteCheckpoint(string folder)
    {
        Metrics.Write(folder);
        Samples.Write(folder);
    }

    /// <summary>Takes what a checkpoint holds in place of its own.</summary>
    /// <exception cref="StageFailedException">The checkpoint's metrics have other columns.</exception>
    public void ReadCheckpoint(string folder)
    {
        Metrics.Read(folder);
        Samples.Read(folder);
    }
}
