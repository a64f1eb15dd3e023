using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Functions.Tests.Orchestrations;

/// <summary>A source file whose code runs again when an orchestration is replayed.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Code">Its text without comments.</param>
/// <param name="IsRoot">Whether it takes an orchestration's context, or says of itself that it is pure.</param>
internal sealed partial record ReplayedCode(string Name, string Code, bool IsRoot)
{
    private static readonly string[] Folders = ["functions", Path.Combine("core", "Core")];

    private readonly HashSet<string> _types = [.. Type().Matches(Code).Select(match => match.Groups["name"].Value)];
    private readonly HashSet<string> _callees = [.. Call().Matches(NameOf().Replace(Code, "")).Select(match => match.Groups["type"].Value)];

    /// <summary>Orchestrators, what takes their context, what says that it is pure, and the types whose methods these call, directly or not.</summary>
    public static IReadOnlyCollection<ReplayedCode> All { get; } = Find();

    private static HashSet<ReplayedCode> Find()
    {
        var files = Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => Read(Path.GetFileName(path), File.ReadAllText(path))).ToList();
        var found = files.Where(file => file.IsRoot).ToHashSet();
        var unread = new Queue<ReplayedCode>(found);
        while (unread.TryDequeue(out var caller))
        {
            foreach (var callee in files.Where(file => file._types.Overlaps(caller._callees) && found.Add(file)))
                unread.Enqueue(callee);
        }

        return found;
    }

    private static ReplayedCode Read(string name, string text) => new(
        name,
        Comment().Replace(text, ""),
        text.Contains("TaskOrchestrationContext", StringComparison.Ordinal) || SaysPure().IsMatch(text));

    [GeneratedRegex(@"\b(class|record|struct)\s+(struct\s+)?(?<name>\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"\b(?<type>[A-Z]\w+)\.[A-Z]\w+(<[^;()]+>)?\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\bnameof\([^)]*\)")]
    private static partial Regex NameOf();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(\bPure\.|; pure,)")]
    private static partial Regex SaysPure();
}
