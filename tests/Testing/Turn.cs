namespace CloudRestore.Testing;

/// <summary>
/// The right to run processes for tests. <c>dotnet test</c> runs several test assemblies at once; those that start processes and wait for them
/// take turns, so that what they wait for has the machine.
/// </summary>
public sealed class Turn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _lock;

    private Turn(FileStream file) => _lock = file;

    /// <summary>Waits until no other assembly has the turn. A process that ends gives it back, however it ends.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Turn> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new Turn(new FileStream(Path.Combine(Path.GetTempPath(), "cloudrestore-tests.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
