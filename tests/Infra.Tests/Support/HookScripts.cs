using System.Text.Json;
using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>The scripts that azd runs before and after it deploys.</summary>
internal static class HookScripts
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra", "hooks");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The tags that a hook gives to the template it deploys, as Bicep.</summary>
    public static string Tags(string name)
    {
        var json = Regex.Match(Text(name), "tags=\"(\\{.*\\})\"").Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
        var tags = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        return $"{{ {string.Join(", ", tags.Select(tag => $"{(tag.Key.Contains('-', StringComparison.Ordinal) ? $"'{tag.Key}'" : tag.Key)}: '{tag.Value.Replace("$", "", StringComparison.Ordinal)}'"))} }}";
    }

    /// <summary>The variables that a text of the shell reads.</summary>
    public static IEnumerable<string> Variables(string text) => Regex.Matches(text, @"\$\{?([A-Z][A-Za-z_]+)").Select(match => match.Groups[1].Value).Distinct();
}
