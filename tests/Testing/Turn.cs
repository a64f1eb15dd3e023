namespace CloudRestore.Testing;

/// <summary>
/// The right to run the whole stack for tests. <c>dotnet test</c> runs several test assemblies at once; those that start it and wait for its
/// training take turns, so that two never share the machine. Within an assembly the turn is shared.
/// </summary>
public sealed class Turn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly SemaphoreSlim Gate = new(1);
    private static FileStream? _held;
    private static int _holders;

    private Turn()
    {
    }

    /// <summary>Waits until no other assembly has the turn. A process that ends gives it back, however it ends.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Turn> TakeAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            while (_held is null)
            {
                try
                {
                    _held = new FileStream(Path.Combine(Path.GetTempPath(), "cloudrestore-tests.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException)
                {
                    await Task.Delay(Pause, cancellationToken);
                }
            }

            _holders++;
            return new Turn();
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Gate.Wait();
        if (--_holders == 0)
        {
            _held?.Dispose();
            _held = null;
        }

        Gate.Release();
    }
}
