namespace CloudRestore.Stack;

/// <summary>The processes of a machine cannot run; the message says which, why, and what to do.</summary>
public sealed class StackException(string message, Exception? innerException = null) : Exception(message, innerException);
