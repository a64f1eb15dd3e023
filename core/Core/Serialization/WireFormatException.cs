namespace CloudRestore.Core.Serialization;

/// <summary>A document from another process cannot be read; trying again will not help.</summary>
public sealed class WireFormatException(string message, Exception? inner = null) : Exception(message, inner);
