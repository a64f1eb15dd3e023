namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request without ASP.NET Core integration. Functions here take <c>HttpRequest</c>; this stands in signatures only.</summary>
public abstract class HttpRequestData
{
    /// <summary>Makes a request.</summary>
    /// <param name="functionContext">The execution that it belongs to.</param>
    public HttpRequestData(FunctionContext functionContext) => FunctionContext = functionContext;

    /// <summary>The address asked for.</summary>
    public abstract Uri Url { get; }

    /// <summary>The execution that it belongs to.</summary>
    public FunctionContext FunctionContext { get; }
}
