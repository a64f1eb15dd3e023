using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using CloudRestore.Emulator.Hosting;

namespace CloudRestore.Emulator.Triggers.Blobs;

/// <summary>A container and a pattern of names, like <c>uploads/{name}.{extension}</c>; a part in braces matches anything, slashes too.</summary>
internal sealed partial class BlobPathPattern
{
    private readonly Regex _pattern;
    private readonly string[] _names;

    /// <exception cref="FunctionAppException">The text is not such a pattern.</exception>
    public BlobPathPattern(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        Container = slash < 0 ? text : text[..slash];
        var blob = slash < 0 ? "{name}" : text[(slash + 1)..];
        _names = [.. Part().Matches(blob).Select(match => match.Groups[1].Value)];
        if (!ContainerName().IsMatch(Container) || blob.Length == 0 || _names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != _names.Length)
        {
            throw new FunctionAppException($"'{text}' is not a blob path; write a container and a name, like uploads/{{name}}.");
        }

        Prefix = blob.Split('{')[0];
        var pattern = new StringBuilder("^");
        var position = 0;
        foreach (Match match in Part().Matches(blob))
        {
            pattern.Append(Regex.Escape(blob[position..match.Index])).Append("(.+)");
            position = match.Index + match.Length;
        }

        _pattern = new Regex(pattern.Append(Regex.Escape(blob[position..])).Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    public string Container { get; }

    /// <summary>What every matching name starts with; empty when anything may match.</summary>
    public string Prefix { get; }

    /// <param name="blobName">The name in the container.</param>
    /// <param name="values">The matched parts by name, without regard to case.</param>
    public bool TryMatch(string blobName, [NotNullWhen(true)] out Dictionary<string, object?>? values)
    {
        values = null;
        var match = _pattern.Match(blobName);
        if (!match.Success)
        {
            return false;
        }

        values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _names.Length; i++)
        {
            values[_names[i]] = match.Groups[i + 1].Value;
        }

        return true;
    }

    [GeneratedRegex(@"\{([A-Za-z_]\w*)\}")]
    private static partial Regex Part();

    [GeneratedRegex("^(?:[a-z0-9](?:-?[a-z0-9]){2,62}|\\$web|\\$root)$")]
    private static partial Regex ContainerName();
}
