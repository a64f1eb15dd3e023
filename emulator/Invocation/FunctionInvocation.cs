using System.Reflection;
using CloudRestore.Emulator.Hosting;

namespace CloudRestore.Emulator.Invocation;

/// <summary>What a trigger hands over for one execution.</summary>
/// <param name="Function">The function to execute.</param>
/// <param name="BindTrigger">Makes the trigger parameter's value, given its type.</param>
internal sealed record FunctionInvocation(FunctionMethod Function, Func<Type, CancellationToken, ValueTask<object?>> BindTrigger)
{
    public static IReadOnlyDictionary<string, object?> NoData { get; } = new Dictionary<string, object?>();

    /// <summary>Metadata and binding expressions, by name without regard to case.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = NoData;

    /// <summary>Services of a scope that the caller owns; a scope is made when null.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Makes the value of a parameter with neither binding nor binding data; null to leave it at its default.</summary>
    public Func<ParameterInfo, object?>? BindInput { get; init; }

    public int RetryCount { get; init; }

    public int MaxRetryCount { get; init; }

    /// <summary>Whether a failure is logged here; orchestrators and activities report theirs through the engine.</summary>
    public bool LogsFailure { get; init; } = true;
}
