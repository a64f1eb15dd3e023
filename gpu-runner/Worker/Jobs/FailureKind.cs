using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Stages;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>Which failures are worth another attempt, and what is said of them.</summary>
internal static class FailureKind
{
    private const int LongestReason = 1000;

    /// <summary>Whether the same input gives the same failure again, so that the job has failed at once.</summary>
    public static bool IsPermanent(Exception error) => error switch
    {
        RestorationException restoration => restoration.Problem != RestorationProblem.OutOfMemory,
        PermanentFailureException or PhotographException or PresetException or WireFormatException or InvalidNameException => true,
        StageFailedException or PairShardException or ModelFolderException or SafetensorsException => true,
        _ => false,
    };

    /// <summary>One line for a person. Storage errors go on for many lines with headers; the first says what happened.</summary>
    public static string Sentence(Exception error)
    {
        var firstLine = error.Message.Split('\n', 2)[0].Trim();
        return Printable.Shorten(IsPermanent(error) || error is RestorationException ? firstLine : $"{firstLine} ({error.GetType().Name})", LongestReason);
    }
}
