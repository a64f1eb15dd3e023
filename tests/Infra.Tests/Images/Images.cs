using CloudRestore.Infra.Tests.Images;

[assembly: AssemblyFixture(typeof(Images))]

namespace CloudRestore.Infra.Tests.Images;

/// <summary>Both images, built once. Whoever asks for one starts both beside each other, for much of a build has use for one processor only.</summary>
public sealed class Images : IAsyncDisposable
{
    private readonly ImageFolder _runner = new(Dockerfile.Read("gpu-runner/Dockerfile"), new Dictionary<string, string> { ["TORCH_DEVICE"] = "cpu" });
    private readonly ImageFolder _functions = new(Dockerfile.Read("functions/Dockerfile"), new Dictionary<string, string>());
    private readonly CancellationTokenSource _end = new();
    private readonly Lazy<(Task Runner, Task Functions)> _builds;

    /// <summary>Builds nothing yet.</summary>
    public Images() => _builds = new(() => (Task.Run(() => _runner.BuildAsync(_end.Token)), Task.Run(() => _functions.BuildAsync(_end.Token))));

    /// <summary>The runner's, for a processor.</summary>
    internal async Task<ImageFolder> RunnerAsync()
    {
        await _builds.Value.Runner.WaitAsync(TestContext.Current.CancellationToken);
        return _runner;
    }

    /// <summary>The function app's.</summary>
    internal async Task<ImageFolder> FunctionsAsync()
    {
        await _builds.Value.Functions.WaitAsync(TestContext.Current.CancellationToken);
        return _functions;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_builds.IsValueCreated)
        {
            await _builds.Value.Runner.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _builds.Value.Functions.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _runner.Dispose();
        _functions.Dispose();
        _end.Dispose();
    }
}
