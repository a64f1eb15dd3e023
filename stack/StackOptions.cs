namespace CloudRestore.Stack;

/// <summary>How the processes of a machine are to run.</summary>
public sealed record StackOptions
{
    /// <summary>Where Azurite's data, the function app's state, models in use and logs are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the logs go. Default <c>logs</c> in the data folder.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Port of the function app on loopback; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Connection string of a storage account; null, the default, starts Azurite.</summary>
    public string? Storage { get; init; }

    /// <summary>Settings of the function app, as environment variables, such as <c>GpuJobs__Tick</c>.</summary>
    public IReadOnlyDictionary<string, string> FunctionAppSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the runner, as environment variables, such as <c>Worker__Lease</c>.</summary>
    public IReadOnlyDictionary<string, string> RunnerSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Told what is being done, in short lines for a person.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
