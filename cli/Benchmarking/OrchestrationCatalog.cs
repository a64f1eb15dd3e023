using System.Diagnostics.CodeAnalysis;
using CloudRestore.Emulator.Durable;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Two orchestrators that call an activity as often as their input says, and count what it returns.</summary>
internal sealed class OrchestrationCatalog : IDurableFunctionCatalog
{
    /// <summary>One call after the other.</summary>
    public const string Chain = "Chain";

    /// <summary>All calls at once.</summary>
    public const string FanOut = "FanOut";

    private const string One = "One";

    private static readonly ActivityFunction Activity = new(One, static (_, _) => Task.FromResult<object?>(1));

    private static readonly Dictionary<string, OrchestratorFunction> Orchestrators = new(StringComparer.OrdinalIgnoreCase)
    {
        [Chain] = new(Chain, static async context =>
        {
            var sum = 0;
            for (var left = context.GetInput<int>(); left > 0; left--)
                sum += await context.CallActivityAsync<int>(One, left);
            return sum;
        }),
        [FanOut] = new(FanOut, static async context =>
        {
            var calls = Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<int>(One, number));
            return (await Task.WhenAll(calls)).Sum();
        }),
    };

    /// <inheritdoc/>
    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorFunction? function) => Orchestrators.TryGetValue(name, out function);

    /// <inheritdoc/>
    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityFunction? function)
    {
        function = name.Equals(One, StringComparison.OrdinalIgnoreCase) ? Activity : null;
        return function is not null;
    }
}
