using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Health;
using CloudRestore.Functions.OpenApi;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Tests.OpenApi;

public class ApiDocumentTests(FunctionApp app)
{
    private static readonly JsonObject Document = ApiDocument.Create(ApiOperations.All, "1.2.3");

    private static JsonObject Schemas => Document["components"]!["schemas"]!.AsObject();

    [Fact]
    public void Every_function_that_answers_HTTP_is_described_and_nothing_more() =>
        Described().Should().BeEquivalentTo(
            from method in typeof(ApiDocument).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods!
            select (verb, ApiDocument.Path(trigger.Route!), function.Name, trigger.AuthLevel == AuthorizationLevel.Function));

    [Fact]
    public void Every_reference_leads_to_a_component_and_every_component_is_referred_to()
    {
        var referred = References(Document).Distinct().ToList();

        referred.Should().OnlyContain(reference => Schemas.ContainsKey(reference.Replace("#/components/schemas/", "")));
        Schemas.Select(schema => $"#/components/schemas/{schema.Key}").Should().BeEquivalentTo(referred);
    }

    [Fact]
    public void Every_operation_has_one_id_and_names_each_parameter_of_its_path()
    {
        Described().Select(operation => operation.Function).Should().OnlyHaveUniqueItems();
        foreach (var (path, operations) in Document["paths"]!.AsObject())
        {
            var named = path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));
            foreach (var (_, operation) in operations!.AsObject())
            {
                operation!["parameters"]!.AsArray().Where(parameter => (string)parameter!["in"]! == "path").Select(parameter => (string)parameter!["name"]!)
                    .Should().Equal(named);
            }
        }
    }

    [Fact]
    public void Schemas_have_the_members_of_the_types_that_are_read_and_written_and_require_what_those_require()
    {
        var records = Types().Where(type => !type.IsEnum).ToList();
        records.Should().NotBeEmpty();
        foreach (var type in records)
        {
            var schema = Schemas[ApiSchemas.NameOf(type)]!;
            var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null).ToList();
            schema["properties"]!.AsObject().Select(member => member.Key).Should().BeEquivalentTo(members.Select(member => Camel(member.Name)), type.Name);
            (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Should().BeEquivalentTo(Required(type), type.Name);
        }
    }

    [Fact]
    public void Schemas_of_enums_have_the_words_that_are_written()
    {
        var enums = Types().Where(type => type.IsEnum).ToList();
        enums.Should().NotBeEmpty();
        foreach (var type in enums)
        {
            Schemas[type.Name]!["enum"]!.AsArray().Select(word => (string)word!).Should().Equal(
                type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name));
        }
    }

    [Fact]
    public void Examples_are_bodies_that_the_API_reads()
    {
        var strict = new JsonSerializerOptions(CoreJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        var examples = ApiOperations.All.SelectMany(operation => operation.Bodies).Where(body => body.Example is not null).ToList();

        examples.Should().NotBeEmpty();
        foreach (var example in examples)
            JsonSerializer.Deserialize(example.Example!, example.Type!, strict).Should().NotBeNull();
    }

    [Fact]
    public void What_may_be_answered_with_304_takes_If_None_Match_and_has_an_ETag_and_that_is_every_GET_but_health_and_version()
    {
        foreach (var (path, operations) in Document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var isConditional = method == "get" && !path.StartsWith("/health/", StringComparison.Ordinal) && path != "/version";
                var answers = operation!["responses"]!.AsObject();

                answers.ContainsKey("304").Should().Be(isConditional, path);
                operation["parameters"]!.AsArray().Any(parameter => (string)parameter!["name"]! == "If-None-Match").Should().Be(isConditional, path);
                answers.Where(answer => answer.Value!["headers"]?["ETag"] is not null).Select(answer => answer.Key).Should().Equal(
                    isConditional ? answers.Select(answer => answer.Key).Where(status => status != "default" && int.Parse(status) < 400) : [], path);
            }
        }
    }

    [Fact]
    public void What_a_webhook_is_sent_is_described_as_it_is_sent()
    {
        var post = Document["webhooks"]!["event"]!["post"]!;

        ((string)post["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!).Should().Be("#/components/schemas/WebhookEvent");
        Schemas["WebhookEvent"]!["properties"]!.AsObject().Select(member => member.Key).Should().BeEquivalentTo(
            typeof(WebhookEvent).GetProperties().Select(property => Camel(property.Name)));
        Schemas["WebhookEvent"]!["required"]!.AsArray().Select(name => (string)name!).Should().BeEquivalentTo(Required(typeof(WebhookEvent)));
    }

    [Fact]
    public async Task The_document_is_given_without_a_key_and_not_again_to_who_has_it()
    {
        using var stranger = new HttpClient { BaseAddress = app.Http.BaseAddress };
        var answer = await stranger.GetAsync("/api/openapi.json", TestContext.Current.CancellationToken);
        var known = await app.SendAsync(HttpMethod.Get, "/api/openapi.json", null, ("If-None-Match", answer.Headers.ETag!.ToString()));

        var served = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string)served["openapi"]!, (string)served["info"]!["version"]!).Should().Be(("3.1.0", ProcessStart.Number));
        ((int)known.StatusCode).Should().Be(304);
    }

    private static IEnumerable<(string Method, string Path, string Function, bool NeedsKey)> Described() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key, path.Key, (string)operation.Value!["operationId"]!, operation.Value["security"] is null);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    /// <summary>The types of the operations' documents and of everything in them.</summary>
    private static HashSet<Type> Types()
    {
        var found = new HashSet<Type>();
        foreach (var operation in ApiOperations.All)
        {
            foreach (var content in operation.Bodies.Concat(operation.Answers.Select(answer => answer.Content)))
                Add(content?.Type);
        }

        return found;

        void Add(Type? type)
        {
            type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
            if (type is null)
                return;
            foreach (var argument in type.GetGenericArguments())
                Add(argument);
            if (type.Namespace?.StartsWith("CloudRestore.", StringComparison.Ordinal) != true || !found.Add(type) || type.IsEnum)
                return;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                Add(property.PropertyType);
        }
    }

    private static IEnumerable<string> Required(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var parameters = type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => !parameter.HasDefaultValue && nullability.Create(parameter).WriteState != NullabilityState.Nullable)
            .Select(parameter => Camel(parameter.Name!));
        var members = type.GetProperties().Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))).Select(property => Camel(property.Name));
        return parameters.Concat(members);
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
