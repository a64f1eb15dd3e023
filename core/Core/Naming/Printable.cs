namespace CloudRestore.Core.Naming;

/// <summary>Text from outside made fit for a message: no control characters, not too long.</summary>
public static class Printable
{
    /// <summary>Replaces control characters by <c>?</c> and cuts after <paramref name="maxLength"/> characters.</summary>
    public static string Shorten(string? text, int maxLength = 100)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = string.Create(Math.Min(text.Length, maxLength), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
        return text.Length > maxLength ? clean + "…" : clean;
    }
}
