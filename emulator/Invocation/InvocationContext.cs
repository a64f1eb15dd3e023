using CloudRestore.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Invocation;

/// <summary>The context of one execution, and its result once the function has returned.</summary>
internal sealed class InvocationContext(FunctionInvocation invocation, IServiceProvider services, CancellationToken cancellationToken)
    : FunctionContext
{
    public FunctionInvocation Invocation => invocation;

    public FunctionMethod Function => invocation.Function;

    public object? Result { get; set; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Id;

    public override BindingContext BindingContext { get; } = new Binding(invocation.BindingData);

    public override RetryContext RetryContext { get; } = new Retry(invocation.RetryCount, invocation.MaxRetryCount);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => Function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Retry(int count, int max) : RetryContext
    {
        public override int RetryCount => count;

        public override int MaxRetryCount => max;
    }
}
