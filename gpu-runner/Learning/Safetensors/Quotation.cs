namespace CloudRestore.Learning.Safetensors;

/// <summary>Names out of files made fit for a message: on one line, and not too long.</summary>
internal static class Quotation
{
    private const int Longest = 100;

    /// <summary>The name with <c>?</c> for control characters, cut after a hundred characters.</summary>
    public static string Of(string name)
    {
        var shown = string.Concat(name.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c));
        return name.Length > Longest ? shown + "…" : shown;
    }
}
