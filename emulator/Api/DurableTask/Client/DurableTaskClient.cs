namespace Microsoft.DurableTask.Client;

/// <summary>Starts, watches and steers orchestrations.</summary>
public abstract class DurableTaskClient : IAsyncDisposable
{
    /// <summary>Makes a client.</summary>
    /// <param name="name">Its name.</param>
    protected DurableTaskClient(string name) => Name = name;

    /// <summary>Name of the client.</summary>
    public string Name { get; }

    /// <summary>Starts an orchestration. One with the same id that has finished is overwritten.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>The id of the orchestration, which is recorded when the task ends.</returns>
    /// <exception cref="global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">
    /// An orchestration with this id has not finished.
    /// </exception>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

    /// <summary>Starts an orchestration. One with the same id that has finished is overwritten.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>The id of the orchestration, which is recorded when the task ends.</returns>
    /// <exception cref="global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">
    /// An orchestration with this id has not finished.
    /// </exception>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

    /// <summary>Starts an orchestration. One with the same id that has finished is overwritten.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="options">Its id and when it starts.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>The id of the orchestration, which is recorded when the task ends.</returns>
    /// <exception cref="global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">
    /// An orchestration with this id has not finished.
    /// </exception>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

    /// <summary>Starts an orchestration. One with the same id that has finished is overwritten.</summary>
    /// <param name="orchestratorName">Name of the orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Its id and when it starts.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>The id of the orchestration, which is recorded when the task ends.</returns>
    /// <exception cref="global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">
    /// An orchestration with this id has not finished.
    /// </exception>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null,
        StartOrchestrationOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Sends an event to an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="eventName">Name of the event, without regard to case.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the event is recorded.</returns>
    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, null, cancellation);

    /// <summary>Sends an event to an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="eventName">Name of the event, without regard to case.</param>
    /// <param name="eventPayload">Its payload.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the event is recorded.</returns>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Waits until an orchestration has begun.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot without inputs and outputs.</returns>
    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, false, cancellation);

    /// <summary>Waits until an orchestration has begun.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure are fetched too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot.</returns>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until an orchestration has ended.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot without inputs and outputs.</returns>
    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, false, cancellation);

    /// <summary>Waits until an orchestration has ended.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure are fetched too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot.</returns>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Ends an orchestration before its next step. Activities that run are not interrupted.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, (TerminateInstanceOptions?)null, cancellation);

    /// <summary>Ends an orchestration before its next step. Activities that run are not interrupted.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="output">What becomes its output.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(instanceId, output is null ? null : new TerminateInstanceOptions(output), cancellation);

    /// <summary>Ends an orchestration before its next step. Activities that run are not interrupted.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="options">Its output, and whether its sub-orchestrations end too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public abstract Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Pauses an orchestration: it makes no step until it is resumed, and what arrives meanwhile is kept.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) =>
        SuspendInstanceAsync(instanceId, null, cancellation);

    /// <summary>Pauses an orchestration: it makes no step until it is resumed, and what arrives meanwhile is kept.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a suspended orchestration go on.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        ResumeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Lets a suspended orchestration go on.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Reads an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot, or null when there is no such orchestration.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <summary>Reads an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure are fetched too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot, or null when there is no such orchestration.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <summary>Reads an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot, or null when there is no such orchestration.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    /// <summary>Reads an orchestration.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure are fetched too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A snapshot, or null when there is no such orchestration.</returns>
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Finds orchestrations, ordered by id.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <returns>Their snapshots, page by page.</returns>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <summary>Removes a finished orchestration and its history.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>How many were removed; none when it is unknown or has not ended.</returns>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Removes a finished orchestration and its history.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="options">Whether its sub-orchestrations are removed too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>How many were removed; none when it is unknown or has not ended.</returns>
    public abstract Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Removes finished orchestrations and their histories.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>How many were removed.</returns>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Removes finished orchestrations and their histories.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="options">Whether their sub-orchestrations are removed too.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>How many were removed.</returns>
    public abstract Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Starts a finished orchestration again with the input it had.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="restartWithNewInstanceId">Whether the new one gets an id of its own.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>The id of the new orchestration.</returns>
    public abstract Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default);

    /// <summary>Takes an orchestration that failed back to before what it failed of, and lets it go on from there.</summary>
    /// <param name="instanceId">Id of the orchestration.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Gives up waiting for the call.</param>
    /// <returns>A task that ends when the request is recorded.</returns>
    /// <exception cref="ArgumentException">There is no such orchestration.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    /// <exception cref="NotSupportedException">The backend does not rewind.</exception>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not rewind orchestrations.");

    /// <summary>Frees what the client holds.</summary>
    /// <returns>A task that ends when it is done.</returns>
    public abstract ValueTask DisposeAsync();
}
