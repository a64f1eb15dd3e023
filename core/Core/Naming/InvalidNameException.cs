namespace CloudRestore.Core.Naming;

/// <summary>A name from outside cannot be used; the message is one sentence that says why and what is allowed.</summary>
public sealed class InvalidNameException(string message) : Exception(message);
