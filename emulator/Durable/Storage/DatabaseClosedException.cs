namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>The engine has stopped: nothing is read or written any more.</summary>
internal sealed class DatabaseClosedException() : InvalidOperationException("The durable engine has stopped.");
