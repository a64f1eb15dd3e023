using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Webhooks;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>Runs <see cref="WebhookOrchestrator"/> through days in no time: timers put its clock forward, and a test plays storage and receiver.</summary>
internal sealed class WebhookTrial : TaskOrchestrationContext
{
    private readonly HashSet<string> _settled = [];
    private WebhookWork? _work;
    private DateTime _now;
    private bool _continues;

    public WebhookTrial(WebhookSchedule schedule, params WebhookEvent[] events)
    {
        (_work, Events) = (new(WebhookSubject.OfRun("r", 1), schedule), events);
        _now = events[0].Time.UtcDateTime;
    }

    public IReadOnlyList<WebhookEvent> Events { get; }

    /// <summary>What was sent, when, and whether it was the last attempt.</summary>
    public List<(DateTimeOffset At, string Id, bool IsLast)> Sent { get; } = [];

    /// <summary>How the receiver answers, given how often anything was sent before.</summary>
    public Func<WebhookEvent, int, WebhookAnswer> Receiver { get; init; } = (_, _) => WebhookAnswer.Delivered;

    /// <summary>Whether storage can be used, given how often it was asked before.</summary>
    public Func<int, bool> Storage { get; init; } = _ => true;

    /// <summary>When the end is known to storage: until then more may come.</summary>
    public DateTimeOffset OverAt { get; init; }

    public int Reads { get; private set; }

    public int Histories { get; private set; }

    public override TaskName Name => nameof(WebhookOrchestrator);

    public override string InstanceId => "r.webhook-1";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public async Task RunAsync()
    {
        do
        {
            Histories++;
            _continues = false;
            await WebhookOrchestrator.RunAsync(this);
        }
        while (_continues);
    }

    public override T GetInput<T>() => (T)(object)_work!;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        object result = name.Name == nameof(WebhookActivities.ReadWebhookEvents) ? Read() : Deliver((WebhookDelivery)input!);
        return Task.FromResult((TResult)result);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        _now = fireAt;
        return Task.CompletedTask;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => new TaskCompletionSource<T>().Task;

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => (_work, _continues) = ((WebhookWork)newInput!, true);

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private WebhookLook Read()
    {
        if (!Storage(Reads++))
            throw new TaskFailedException(nameof(WebhookActivities.ReadWebhookEvents), 1, new IOException("Storage is away."));
        var next = Events.FirstOrDefault(found => found.Time <= _now && !_settled.Contains(found.Id));
        return new(next, next is null && _settled.Count == Events.Count && OverAt <= _now);
    }

    private WebhookAnswer Deliver(WebhookDelivery delivery)
    {
        var answer = Receiver(delivery.Event, Sent.Count);
        Sent.Add((new(_now), delivery.Event.Id, delivery.IsLast));
        if (answer == WebhookAnswer.Delivered || (answer == WebhookAnswer.Failed && delivery.IsLast))
            _settled.Add(delivery.Event.Id);
        return answer;
    }
}
