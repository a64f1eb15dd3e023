using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Images;

/// <summary>One instruction, such as <c>RUN dotnet restore</c>.</summary>
/// <param name="Keyword">In capitals.</param>
/// <param name="Arguments">The rest of the line, continued lines joined.</param>
internal sealed record DockerInstruction(string Keyword, string Arguments);

/// <summary>The stages of a Dockerfile, as far as ours use the language.</summary>
internal sealed class Dockerfile
{
    private Dockerfile(IReadOnlyList<DockerInstruction> instructions) => All = instructions;

    public IReadOnlyList<DockerInstruction> All { get; }

    /// <summary>Reads a file below the repository's root.</summary>
    public static Dockerfile Read(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, path)).Where(line => line.Trim() is not "" and not ['#', ..]);
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        return new([.. joined.Select(line => line.Trim().Split(' ', 2)).Select(parts => new DockerInstruction(parts[0].ToUpperInvariant(), parts[1].Trim()))]);
    }

    /// <summary>The instructions of a stage after its FROM.</summary>
    public IReadOnlyList<DockerInstruction> Stage(string name) =>
        [.. All.SkipWhile(step => step.Keyword != "FROM" || !step.Arguments.EndsWith($" AS {name}", StringComparison.Ordinal)).Skip(1).TakeWhile(step => step.Keyword != "FROM")];

    /// <summary>The environment that a stage sets.</summary>
    public IReadOnlyDictionary<string, string> Environment(string stage) => Stage(stage).Where(step => step.Keyword == "ENV")
        .SelectMany(step => step.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The words of an instruction in exec form, <c>["dotnet", "app.dll"]</c>.</summary>
    public static string[] Words(string arguments) => System.Text.Json.JsonSerializer.Deserialize<string[]>(arguments[arguments.IndexOf('[', StringComparison.Ordinal)..])!;
}
