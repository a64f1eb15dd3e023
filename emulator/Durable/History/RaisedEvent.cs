namespace CloudRestore.Emulator.Durable.History;

/// <summary>An external event and its serialised payload.</summary>
internal sealed record RaisedEvent(string Name, string? Data);
