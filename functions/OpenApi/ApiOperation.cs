namespace CloudRestore.Functions.OpenApi;

/// <summary>One call of the API, as its document describes it. A test holds these against the functions.</summary>
/// <param name="Method">The HTTP method, lower-case.</param>
/// <param name="Route">The route below <c>/api</c>, as its function has it.</param>
/// <param name="Function">The function's name, which is the operation's id.</param>
/// <param name="Summary">What it does.</param>
internal sealed record ApiOperation(string Method, string Route, string Function, string Summary)
{
    /// <summary>Query and header parameters; those of the route follow from it, and those that every POST has are added.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The bodies it takes, or none.</summary>
    public IReadOnlyList<ApiContent> Bodies { get; init; } = [];

    /// <summary>Whether it must have a body.</summary>
    public bool BodyRequired { get; init; } = true;

    /// <summary>Its answers; those that many have are added where they can be: 401, 413, and 400 and 422 for the Idempotency-Key.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Whether it asks for the function key.</summary>
    public bool NeedsKey { get; init; } = true;
}

/// <summary>A query or header parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">Its type in C#; text if null.</param>
/// <param name="In">Where it is.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record ApiParameter(string Name, string Description, Type? Type = null, string In = "query", bool Required = false);

/// <summary>A body.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Type">Its type in C#; bytes if null.</param>
/// <param name="Example">An example as JSON, or null.</param>
internal sealed record ApiContent(string MediaType, Type? Type = null, string? Example = null)
{
    /// <summary>JSON of a type.</summary>
    public static ApiContent Json<T>(string? example = null) => new("application/json", typeof(T), example);
}

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it is given; for a refusal, why.</param>
/// <param name="Content">Its body; a problem for a refusal without one.</param>
internal sealed record ApiAnswer(int Status, string Description, ApiContent? Content = null)
{
    /// <summary>An answer with JSON of a type.</summary>
    public static ApiAnswer Of<T>(int status, string description) => new(status, description, ApiContent.Json<T>());
}
