namespace CloudRestore.Emulator.Hosting;

/// <summary>The app or its settings are wrong; the message says in one sentence what, where and what to do.</summary>
internal sealed class FunctionAppException(string message, Exception? inner = null) : Exception(message, inner);
