namespace CloudRestore.Core.Telemetry;

/// <summary>Names under which CloudRestore is seen from outside. docs/operations.md lists them with the spans and the metrics.</summary>
public static class TelemetryNames
{
    /// <summary>The activity source and the meter of both processes.</summary>
    public const string Source = "CloudRestore";

    /// <summary>The function app's <c>service.name</c>.</summary>
    public const string FunctionApp = "cloudrestore-functions";

    /// <summary>The GPU runner's <c>service.name</c>.</summary>
    public const string Runner = "cloudrestore-gpu-runner";
}
