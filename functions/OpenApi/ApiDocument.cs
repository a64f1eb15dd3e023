using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudRestore.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.OpenApi;

/// <summary>Puts the OpenAPI 3.1 document together from the table of operations and the types of their documents.</summary>
internal static partial class ApiDocument
{
    private const string Problem = "Problem";

    /// <summary>Makes the document.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="version">The app's version.</param>
    public static JsonObject Create(IEnumerable<ApiOperation> operations, string version)
    {
        var schemas = new ApiSchemas();
        var paths = new JsonObject();
        foreach (var byRoute in operations.GroupBy(operation => Path(operation.Route)).OrderBy(group => group.Key, StringComparer.Ordinal))
            paths[byRoute.Key] = new JsonObject(byRoute.Select(operation => KeyValuePair.Create(operation.Method, (JsonNode?)Operation(operation, schemas))));
        var webhooks = Webhooks(schemas);
        var components = schemas.ToJson();
        components[Problem] = ProblemSchema();
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "CloudRestore",
                ["version"] = version,
                ["summary"] = "Trains models that undo damage to photographs, and restores photographs with them.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["code"] = new JsonArray() }),
            ["paths"] = paths,
            ["webhooks"] = webhooks,
            ["components"] = new JsonObject
            {
                ["schemas"] = components,
                ["securitySchemes"] = new JsonObject { ["key"] = Key("header", "x-functions-key"), ["code"] = Key("query", "code") },
            },
        };
    }

    /// <summary>A route as the document writes it: with a slash, and without the constraints of its parameters.</summary>
    public static string Path(string route) => "/" + RouteParameter().Replace(route, "{$1}");

    private static JsonObject Operation(ApiOperation operation, ApiSchemas schemas)
    {
        var json = new JsonObject { ["operationId"] = operation.Function, ["summary"] = operation.Summary };
        if (!operation.NeedsKey)
            json["security"] = new JsonArray();
        var parameters = RouteParameter().Matches(operation.Route).Select(match => RouteParameterOf(match, schemas))
            .Concat(operation.Parameters.Concat(Common(operation)).Select(parameter => Parameter(parameter, schemas)));
        json["parameters"] = new JsonArray([.. parameters]);
        if (operation.Bodies.Count > 0)
            json["requestBody"] = new JsonObject { ["required"] = operation.BodyRequired, ["content"] = Content(operation.Bodies, schemas) };
        json["responses"] = new JsonObject(
            Answers(operation).OrderBy(answer => answer.Status).Select(answer => KeyValuePair.Create(
                answer.Status.ToString(CultureInfo.InvariantCulture), (JsonNode?)Answer(answer, schemas, IsConditional(operation)))))
        {
            ["default"] = Answer(new ApiAnswer(500, "Anything else, such as 503 while storage does not answer, or 500 where the app itself failed."), schemas, hasETag: false),
        };
        return json;
    }

    private static bool IsConditional(ApiOperation operation) => operation.Answers.Any(answer => answer.Status == StatusCodes.Status304NotModified);

    private static IEnumerable<ApiParameter> Common(ApiOperation operation) => operation.Method == "post"
        ? [new(IdempotentPosts.Header, "The same key and request are answered as the first time, for at least a day: 1 to 255 printable ASCII characters.", In: "header")]
        : [];

    private static IEnumerable<ApiAnswer> Answers(ApiOperation operation)
    {
        foreach (var answer in operation.Answers)
            yield return answer;
        if (operation.NeedsKey)
            yield return new ApiAnswer(401, "The function key is missing or wrong; without a body.", new ApiContent(""));
        if (operation.Method == "post" && Lacks(400))
            yield return new ApiAnswer(400, "The Idempotency-Key is no printable ASCII text of 1 to 255 characters.");
        if (operation.Method == "post" && Lacks(422))
            yield return new ApiAnswer(422, "The Idempotency-Key was used for another request.");
        if (operation.Bodies.Count > 0 && Lacks(413))
            yield return new ApiAnswer(413, "The body is too large.");

        bool Lacks(int status) => operation.Answers.All(answer => answer.Status != status);
    }

    private static JsonObject RouteParameterOf(Match match, ApiSchemas schemas) => new()
    {
        ["name"] = match.Groups[1].Value,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = schemas.Of(match.Groups[2].Value == ":int" ? typeof(int) : typeof(string)),
    };

    private static JsonObject Parameter(ApiParameter parameter, ApiSchemas schemas) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.In,
        ["description"] = parameter.Description,
        ["required"] = parameter.Required,
        ["schema"] = schemas.Of(parameter.Type ?? typeof(string)),
    };

    private static JsonObject Answer(ApiAnswer answer, ApiSchemas schemas, bool hasETag)
    {
        var json = new JsonObject { ["description"] = answer.Description };
        if (hasETag && answer.Status < 400)
            json["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["description"] = "Of what there is; for If-None-Match.", ["schema"] = schemas.Of(typeof(string)) } };
        if (answer.Content is { MediaType.Length: > 0 } content)
            json["content"] = Content([content], schemas);
        else if (answer is { Content: null, Status: >= 400 })
            json["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } };
        return json;
    }

    private static JsonObject Content(IEnumerable<ApiContent> contents, ApiSchemas schemas)
    {
        var json = new JsonObject();
        foreach (var content in contents)
        {
            var media = new JsonObject { ["schema"] = content.Type is null ? new JsonObject { ["type"] = "string", ["format"] = "binary" } : schemas.Of(content.Type) };
            if (content.Example is not null)
                media["example"] = JsonNode.Parse(content.Example);
            json[content.MediaType] = media;
        }

        return json;
    }

    private static JsonObject Key(string place, string name) => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name };

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "A refusal (RFC 9457).",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "One sentence: what is wrong, where, and what to do." },
        },
        ["required"] = new JsonArray("status", "detail"),
    };

    [GeneratedRegex(@"\{\*?(\w+)(:\w+)?\}")]
    private static partial Regex RouteParameter();
}
