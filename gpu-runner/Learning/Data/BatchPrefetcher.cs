using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace CloudRestore.Learning.Data;

/// <summary>Cuts the batches of a range of steps on a thread of its own, a few ahead of the training that takes them.</summary>
internal sealed class BatchPrefetcher : IDisposable
{
    private const int Ahead = 4;

    private readonly BlockingCollection<CropBatch> _ready = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _error;

    /// <summary>Starts cutting.</summary>
    /// <param name="sampler">Where batches come from.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    public BatchPrefetcher(CropSampler sampler, long first, long end)
    {
        _thread = new Thread(() => Fill(sampler, first, end)) { IsBackground = true, Name = "crops" };
        _thread.Start();
    }

    /// <summary>The next batch in order. What went wrong while it was cut is thrown here.</summary>
    public CropBatch Next()
    {
        if (_ready.TryTake(out var batch, Timeout.Infinite))
            return batch;
        _error?.Throw();
        throw new InvalidOperationException("All batches of this range were taken.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Fill(CropSampler sampler, long first, long end)
    {
        try
        {
            for (var step = first; step < end; step++)
                _ready.Add(sampler.Batch(step), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // It is thrown again on the thread that asks for the batch.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }
}
