namespace CloudRestore.Emulator.Durable;

/// <summary>The Functions host's rules for instance ids.</summary>
internal static class InstanceId
{
    private const int Longest = 256;

    /// <summary>Checks an id that a caller gave.</summary>
    /// <exception cref="ArgumentException">It breaks a rule.</exception>
    public static void Validate(string id)
    {
        var why = id switch
        {
            { Length: 0 } => "is empty",
            { Length: > Longest } => $"has {id.Length} characters; the most are {Longest}",
            ['@', ..] => "begins with '@', which is kept for entities",
            _ when id.AsSpan().IndexOfAny("/\\#?") >= 0 => "holds one of / \\ # ?",
            _ when id.Any(char.IsControl) => "holds a control character",
            _ => null,
        };
        if (why is not null)
            throw new ArgumentException($"The instance id '{id}' {why}.", nameof(id));
    }
}
