using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Demo;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Measures how long a photograph that is dropped into <c>uploads</c> takes beside its restoration, on a stack of its own in a temporary folder.</summary>
/// <param name="time">The clock.</param>
internal sealed class UploadBenchmark(TimeProvider time)
{
    private const int ShorterSide = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures.</summary>
    /// <param name="uploads">How many uploads count; one before them loads the model.</param>
    /// <param name="cancellationToken">Gives up; nothing is left running.</param>
    /// <exception cref="CliException">The product comes without a model, or a photograph was not restored.</exception>
    public async Task<UploadReport> MeasureAsync(int uploads, CancellationToken cancellationToken)
    {
        var photographs = await DemoPhotographs.FindAsync(null, null, Screen.Say, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("cloudrestore-bench-");
        try
        {
            await using var stack = await LocalStack.StartAsync(new StackOptions { DataFolder = folder.FullName, Say = Screen.Say }, cancellationToken);
            if (await ShippedModelRegistration.EnsureAsync(stack.Storage, time, cancellationToken) is null)
                throw new CliException("There is no model to restore with: put one into models/restore.", ExitCode.Failed);
            var measured = new List<(double Total, double Job)>();
            for (var i = 0; i <= uploads; i++)
            {
                var bytes = await File.ReadAllBytesAsync(photographs[i % photographs.Count].Path, cancellationToken);
                var one = await DropAsync(stack.Storage, FormattableString.Invariant($"{i}.jpg"), bytes, cancellationToken);
                if (i > 0)
                    measured.Add(one);
            }

            var overheads = measured.ConvertAll(static one => one.Total - one.Job);
            return new UploadReport(
                uploads, Median(measured.Select(static one => one.Total)), Median(measured.Select(static one => one.Job)), Median(overheads), overheads.Max());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private async Task<(double Total, double Job)> DropAsync(StorageClients storage, string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { [RestoredBlobs.SizeMetadata] = ShorterSide.ToString(CultureInfo.InvariantCulture) },
        };
        await storage.Blob(Containers.Uploads, name).UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken);
        var began = time.GetTimestamp();
        var restored = storage.Blob(Containers.Restored, RestoredBlobs.OfUpload(name));
        while (true)
        {
            try
            {
                var properties = (await restored.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                var total = time.GetElapsedTime(began).TotalSeconds;
                return (total, await JobAsync(storage, properties.Metadata[RestoredBlobs.JobMetadata], cancellationToken));
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                if (time.GetElapsedTime(began) > Patience)
                    throw new CliException($"{name} was not restored within {Patience.TotalMinutes:0} minutes.", ExitCode.Failed);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    // The result is written just after the photograph.
    private async Task<double> JobAsync(StorageClients storage, string job, CancellationToken cancellationToken)
    {
        JobResult? result;
        while ((result = await storage.Blob(Containers.Jobs, JobBlobs.Result(job)).ReadJsonAsync<JobResult>(cancellationToken)) is null)
            await Task.Delay(Pause, time, cancellationToken);
        return (result.FinishedAt - result.StartedAt).TotalSeconds;
    }
}
