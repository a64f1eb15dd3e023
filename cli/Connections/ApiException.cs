namespace CloudRestore.Cli.Connections;

/// <summary>The function app refused a request; the message is its sentence.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What it said.</param>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
