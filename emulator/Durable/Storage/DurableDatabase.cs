using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>
/// The file of a task hub. One thread runs every operation; operations that wait together share one transaction and one
/// flush to disk, and each ends only when it is on disk. An operation that throws is undone alone.
/// </summary>
internal sealed class DurableDatabase : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Channel<Operation> _operations = Channel.CreateUnbounded<Operation>(new() { SingleReader = true });
    private readonly SqliteSession _session;
    private readonly ILogger _logger;
    private readonly Action<CommitPoint>? _atCommit;
    private readonly Task _loop;

    private DurableDatabase(SqliteSession session, ILogger logger, Action<CommitPoint>? atCommit)
    {
        _session = session;
        _logger = logger;
        _atCommit = atCommit;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Opens the file, and makes it when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logger">Told when the database has to close early.</param>
    /// <param name="atCommit">
    /// Called around each commit; when it throws, the database is dead from there on, as if the process had been
    /// killed.
    /// </param>
    /// <param name="busyTimeout">How long to wait for another process to let the file go, in seconds.</param>
    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    public static DurableDatabase Open(string path, ILogger logger, Action<CommitPoint>? atCommit = null, int busyTimeout = 10)
    {
        var fullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(fullPath)!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = fullPath,
            Pooling = false,
            DefaultTimeout = busyTimeout,
        }.ToString());
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();
            DurableSchema.Apply(session, fullPath);
        }
        catch (SqliteException exception)
        {
            session.Dispose();
            var why = exception.SqliteErrorCode is 5 or 6 ? "another process is using it; stop that one first" : exception.Message;
            throw new IOException($"The task hub '{fullPath}' cannot be opened: {why}.", exception);
        }

        return new DurableDatabase(session, logger, atCommit);
    }

    /// <summary>Runs an operation in a transaction.</summary>
    /// <returns>Its result, once it is on disk.</returns>
    /// <exception cref="DatabaseClosedException">The database is closed.</exception>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> operation)
    {
        var item = new Operation<T>(operation);
        if (!_operations.Writer.TryWrite(item))
            item.Close();
        return item.Result;
    }

    public async ValueTask DisposeAsync()
    {
        _operations.Writer.TryComplete();
        await _loop;
    }

    private void Run()
    {
        List<Operation> batch = [];
        while (_operations.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _operations.Reader.TryRead(out var operation))
                batch.Add(operation);
            if (!TryCommit(batch))
                break;
        }

        _session.Dispose();
        _operations.Writer.TryComplete();
        while (_operations.Reader.TryRead(out var left))
            left.Close();
    }

    private bool TryCommit(List<Operation> batch)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var operation in batch)
            {
                _session.Execute("SAVEPOINT operation");
                if (!operation.TryRun(_session))
                    _session.Execute("ROLLBACK TO operation");
                _session.Execute("RELEASE operation");
            }

            _atCommit?.Invoke(CommitPoint.BeforeCommit);
            _session.Execute("COMMIT");
            _atCommit?.Invoke(CommitPoint.AfterCommit);
            batch.ForEach(static operation => operation.Complete());
            return true;
        }
        catch (Exception exception)
        {
            // A full disk or a simulated death: what is on disk is whole, and nothing after it may be believed.
            _logger.LogCritical(
                exception, "The task hub could not be written and is closed; restart the app to go on from what is on disk.");
            batch.ForEach(static operation => operation.Close());
            return false;
        }
    }

    private abstract class Operation
    {
        public abstract bool TryRun(SqliteSession session);

        public abstract void Complete();

        public abstract void Close();
    }

    private sealed class Operation<T>(Func<SqliteSession, T> run) : Operation
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _exception;
        private T _value = default!;

        public Task<T> Result => _completion.Task;

        public override bool TryRun(SqliteSession session)
        {
            try
            {
                _value = run(session);
                return true;
            }
            catch (Exception exception) when (exception is not SqliteException)
            {
                _exception = exception;
                return false;
            }
        }

        public override void Complete()
        {
            if (_exception is null)
                _completion.TrySetResult(_value);
            else
                _completion.TrySetException(_exception);
        }

        public override void Close() => _completion.TrySetException(new DatabaseClosedException());
    }
}
