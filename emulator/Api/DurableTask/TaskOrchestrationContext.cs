using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>
/// What an orchestrator works with. Its code runs again from the start whenever something it waits for has happened, so it
/// must do the same each time: no clock, no randomness, no I/O and no tasks but those of this class.
/// </summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>Makes a context.</summary>
    protected TaskOrchestrationContext()
    {
    }

    /// <summary>Name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Id of this orchestration.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one; null when it was started by a client.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time in UTC, equal at the same place of every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs again over what has already happened.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Makes loggers that are silent during replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => field ??= new ReplaySafeFactory(this);

    /// <summary>Makes loggers that write always.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The input, or the default value when there is none.</returns>
    public abstract T? GetInput<T>();

    /// <summary>Runs an activity.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Retries.</param>
    /// <returns>A task that ends with the activity.</returns>
    /// <exception cref="TaskFailedException">In the task: the activity failed, and so did its retries.</exception>
    /// <exception cref="ArgumentException">Options were passed as the input.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Runs an activity without input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Retries.</param>
    /// <returns>A task that ends with the activity.</returns>
    /// <exception cref="TaskFailedException">In the task: the activity failed, and so did its retries.</exception>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Runs an activity without input.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="options">Retries.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">In the task: the activity failed, and so did its retries.</exception>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Runs an activity.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Retries.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">In the task: the activity failed, and so did its retries.</exception>
    /// <exception cref="ArgumentException">Options were passed as the input.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Waits, durably, for a span of time.</summary>
    /// <param name="delay">How long; zero or less fires at once.</param>
    /// <param name="cancellationToken">Gives the timer up.</param>
    /// <returns>A task that ends when the timer fires.</returns>
    /// <exception cref="TaskCanceledException">In the task: the timer was given up.</exception>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits, durably, until a point in time.</summary>
    /// <param name="fireAt">When, in UTC; a time in the past fires at once.</param>
    /// <param name="cancellationToken">Gives the timer up.</param>
    /// <returns>A task that ends when the timer fires.</returns>
    /// <exception cref="TaskCanceledException">In the task: the timer was given up.</exception>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event from outside. An event that came earlier is taken at once, the oldest first. Of several waiters for one name the
    /// newest gets the next event, even one that has been given up meanwhile: that event is lost.
    /// </summary>
    /// <typeparam name="T">Type of the payload.</typeparam>
    /// <param name="eventName">Name of the event, without regard to case.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="TaskCanceledException">In the task: the waiting was given up.</exception>
    /// <exception cref="ArgumentException">Another waiter for this name expects another type.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event from outside, for a limited time.</summary>
    /// <typeparam name="T">Type of the payload.</typeparam>
    /// <param name="eventName">Name of the event, without regard to case.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="TaskCanceledException">In the task: the time is over.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event from outside, for a limited time.</summary>
    /// <typeparam name="T">Type of the payload.</typeparam>
    /// <param name="eventName">Name of the event, without regard to case.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="TaskCanceledException">In the task: the time is over, or the waiting was given up.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var eventCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerCancellation.Token);
        var externalEvent = WaitForExternalEvent<T>(eventName, eventCancellation.Token);
        var first = await Task.WhenAny(timer, externalEvent);
        if (first == externalEvent)
            timerCancellation.Cancel();
        else
            eventCancellation.Cancel();
        return await externalEvent;
    }

    /// <summary>Sends an event to another orchestration. Nothing is waited for; an unknown id is ignored.</summary>
    /// <param name="instanceId">Id of the other orchestration.</param>
    /// <param name="eventName">Name of the event.</param>
    /// <param name="payload">Its payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what clients read as the custom status.</summary>
    /// <param name="customStatus">The status; null clears it.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another orchestration.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Retries, and with <see cref="SubOrchestrationOptions"/> the child's id.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">In the task: the orchestration failed, and so did its retries.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Runs another orchestration without input.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="options">Retries, and with <see cref="SubOrchestrationOptions"/> the child's id.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">In the task: the orchestration failed, and so did its retries.</exception>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Runs another orchestration without input.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="options">Retries, and with <see cref="SubOrchestrationOptions"/> the child's id.</param>
    /// <returns>A task that ends with the orchestration.</returns>
    /// <exception cref="TaskFailedException">In the task: the orchestration failed, and so did its retries.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Runs another orchestration.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Retries, and with <see cref="SubOrchestrationOptions"/> the child's id.</param>
    /// <returns>A task that ends with the orchestration.</returns>
    /// <exception cref="TaskFailedException">In the task: the orchestration failed, and so did its retries.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Begins the orchestration anew, with an empty history, when this execution returns. What it returns is ignored.</summary>
    /// <param name="newInput">Input of the next execution.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that were not waited for are kept.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Begins the orchestration anew, with an empty history, when this execution returns. What it returns is ignored.</summary>
    /// <param name="options">The next input, and whether events are kept.</param>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A GUID that is equal at the same place of every replay.</summary>
    /// <returns>A version 5 UUID derived from the instance id, the orchestration's time and a counter.</returns>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent during replay.</summary>
    /// <param name="categoryName">Its category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    /// <summary>A logger that is silent during replay.</summary>
    /// <param name="type">Type that gives its category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    /// <summary>A logger that is silent during replay.</summary>
    /// <typeparam name="T">Type that gives its category.</typeparam>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());

    private sealed class ReplaySafeFactory(TaskOrchestrationContext context) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => context.CreateReplaySafeLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => context.LoggerFactory.AddProvider(provider);

        public void Dispose()
        {
        }
    }

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
