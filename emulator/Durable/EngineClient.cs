using CloudRestore.Emulator.Durable.Execution;
using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable;

/// <summary>The client of an engine in the same process. A call that changes something ends when the change is on disk.</summary>
internal sealed class EngineClient(string name, IDurableFunctionCatalog catalog, TimeProvider time, Func<EngineRun> engine)
    : DurableTaskClient(name)
{
    private static readonly DataConverter Converter = DurableJson.Converter;

    /// <summary>Where the HTTP management API is, and the query that its addresses carry; null without a host.</summary>
    public (Func<string> Authority, string Query)? Endpoint { get; set; }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null,
        StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceId.Validate(id);
        if (!catalog.TryGetOrchestrator(orchestratorName.ToString(), out var function))
        {
            throw new InvalidOperationException(
                $"Failed to start instance with ID {id}: the app has no orchestrator function named '{orchestratorName}'.");
        }

        var instance = new NewInstance(id, function.Name, Converter.Serialize(input), options?.StartAt?.UtcDateTime, null);
        await ChangeAsync((session, effects) => InstanceStarter.Start(session, instance, Now, effects), cancellation);
        return id;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new HistoryEvent(HistoryEventKind.EventRaised) { Name = eventName, Data = Converter.Serialize(eventPayload) };
        return SendAsync(instanceId, raised, "raise an event to", cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var terminate = new HistoryEvent(HistoryEventKind.Terminate)
        {
            Data = Converter.Serialize(options?.Output),
            Recursive = options?.Recursive,
        };
        return SendAsync(instanceId, terminate, "terminate", cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new(HistoryEventKind.Suspend) { Data = reason }, "suspend", cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new(HistoryEventKind.Resume) { Data = reason }, "resume", cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static status => status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static status => status.HasEnded(), getInputsAndOutputs, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var instance = await engine().Database.RunAsync(session => InstanceTable.Find(session, instanceId)).WaitAsync(cancellation);
        return instance is null ? null : Snapshot(instance, getInputsAndOutputs);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.PageSize, 1, nameof(filter));
        return Pageable.Create(async (token, size, cancellation) =>
        {
            if (filter.TaskHubNames is { } hubs && !hubs.Contains(Name, StringComparer.OrdinalIgnoreCase))
                return new Page<OrchestrationMetadata>([]);
            var limit = size ?? filter.PageSize;
            var page = filter with { ContinuationToken = token ?? filter.ContinuationToken };
            var found = await engine().Database.RunAsync(session => InstanceTable.Search(session, page, limit + 1)).WaitAsync(cancellation);
            var values = found.Take(limit).Select(instance => Snapshot(instance, filter.FetchInputsAndOutputs)).ToList();
            return new Page<OrchestrationMetadata>(values, found.Count > limit ? values[^1].InstanceId : null);
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var count = 0;
        await ChangeAsync((session, effects) => count = Purge(session, instanceId, options?.Recursive == true, effects), cancellation);
        return new PurgeResult(count, true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        var count = 0;
        await ChangeAsync(
            (session, effects) =>
            {
                foreach (var instance in InstanceTable.Search(session, query, -1))
                    count += Purge(session, instance.Id, options?.Recursive == true, effects);
            },
            cancellation);
        return new PurgeResult(count, true);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        await ChangeAsync(
            (session, effects) =>
            {
                var instance = InstanceTable.Find(session, instanceId) ?? throw Unknown(instanceId);
                InstanceStarter.Start(session, new(id, instance.Name, instance.Input, null, null), Now, effects);
            },
            cancellation);
        return id;
    }

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return ChangeAsync(
            (session, effects) =>
            {
                var instance = InstanceTable.Find(session, instanceId) ?? throw Unknown(instanceId);
                if (instance.Status != OrchestrationRuntimeStatus.Failed)
                    throw new InvalidOperationException($"Only an orchestration that failed is rewound; '{instanceId}' is {instance.Status}.");
                InstanceRewinder.Rewind(session, instance, reason, Now, effects);
            },
            cancellation);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static ArgumentException Unknown(string instanceId) => new($"No orchestration with the instance id '{instanceId}' was found.");

    private static int Purge(SqliteSession session, string instanceId, bool isRecursive, Effects effects)
    {
        if (InstanceTable.Find(session, instanceId) is not { HasEnded: true })
            return 0;
        var children = isRecursive ? InstanceTable.Children(session, instanceId) : [];
        InstanceTable.Delete(session, instanceId);
        effects.Changed.Add(instanceId);
        return 1 + children.Sum(child => Purge(session, child.Id, isRecursive: true, effects));
    }

    private static OrchestrationMetadata Snapshot(InstanceRecord instance, bool getInputsAndOutputs) => new(instance.Name, instance.Id)
    {
        DataConverter = Converter,
        RuntimeStatus = instance.Status,
        CreatedAt = new DateTimeOffset(instance.Created, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(instance.Updated, TimeSpan.Zero),
        RequestedInputsAndOutputs = getInputsAndOutputs,
        SerializedInput = getInputsAndOutputs ? instance.Input : null,
        SerializedOutput = getInputsAndOutputs ? instance.Output : null,
        SerializedCustomStatus = getInputsAndOutputs ? instance.CustomStatus : null,
        FailureDetails = getInputsAndOutputs ? instance.Failure : null,
    };

    private Task SendAsync(string instanceId, HistoryEvent message, string purpose, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return ChangeAsync(
            (session, effects) =>
            {
                var instance = InstanceTable.Find(session, instanceId) ?? throw Unknown(instanceId);
                if (instance.HasEnded)
                    throw new InvalidOperationException($"Cannot {purpose} the orchestration '{instanceId}': it is {instance.Status}.");
                Inbox.Add(session, instanceId, null, message);
                effects.Receivers.Add(instanceId);
            },
            cancellation);
    }

    private async Task ChangeAsync(Action<SqliteSession, Effects> change, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var run = engine();

        // The effects follow the commit even when the caller has given up waiting.
        async Task CommitAsync()
        {
            run.Apply(await run.Database.RunAsync(session =>
            {
                var effects = new Effects();
                change(session, effects);
                return effects;
            }));
        }

        await CommitAsync().WaitAsync(cancellation);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<OrchestrationRuntimeStatus, bool> isReached, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        while (true)
        {
            var change = engine().Signals.Next(instanceId);
            if (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation) is { } snapshot && isReached(snapshot.RuntimeStatus))
                return snapshot;
            await change.WaitAsync(cancellation);
        }
    }
}
