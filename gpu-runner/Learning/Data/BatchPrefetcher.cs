namespace CloudRestore.Learning.Data;

/// <summary>
/// Cuts the batches of a range of steps beside the training that takes them, a few ahead of it. One thread does on a processor; a large graphics
/// card takes more than one can cut, and has more processors beside it.
/// </summary>
internal sealed class BatchPrefetcher : IDisposable
{
    private const int Ahead = 4;
    private const int ProcessorsForEach = 4;

    private readonly CropSampler _sampler;
    private readonly TaskFactory _threads;
    private readonly long _end;
    private readonly Queue<Task<CropBatch>> _batches = new();
    private long _next;

    /// <summary>Starts cutting.</summary>
    /// <param name="sampler">Where batches come from; it is asked by several threads at once.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    /// <param name="threads">Threads that cut, 1 to 4; null for one for every four processors.</param>
    public BatchPrefetcher(CropSampler sampler, long first, long end, int? threads = null)
    {
        (_sampler, _next, _end) = (sampler, first, end);
        var most = threads ?? Math.Clamp(Environment.ProcessorCount / ProcessorsForEach, 1, Ahead);
        _threads = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, most).ConcurrentScheduler);
        for (var i = 0; i < Ahead; i++)
            Begin();
    }

    /// <summary>The next batch in order. What went wrong while it was cut is thrown here.</summary>
    /// <exception cref="InvalidOperationException">All batches of the range were taken.</exception>
    public CropBatch Next()
    {
        if (!_batches.TryDequeue(out var batch))
            throw new InvalidOperationException("All batches of this range were taken.");
        Begin();
        return batch.GetAwaiter().GetResult();
    }

    /// <summary>Returns once nothing is cut any more.</summary>
    public void Dispose()
    {
        _next = _end;

        // What goes wrong with batches that nobody asks for does not matter.
        Task.WhenAll(_batches).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    private void Begin()
    {
        if (_next >= _end)
            return;
        var step = _next++;
        _batches.Enqueue(_threads.StartNew(() => _sampler.Batch(step)));
    }
}
