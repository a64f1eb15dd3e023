namespace CloudRestore.Core.Serialization;

/// <summary>A document with a version that passes between processes.</summary>
public interface IWireDocument
{
    /// <summary>The version that this release writes and reads.</summary>
    static abstract int CurrentVersion { get; }

    /// <summary>What it is called in messages: "job message".</summary>
    static abstract string What { get; }

    /// <summary>The version this document was written with.</summary>
    int Version { get; }

    /// <summary>Checks what the type system cannot: names, ranges, combinations.</summary>
    /// <exception cref="WireFormatException">Something is wrong; the message says what.</exception>
    /// <exception cref="Naming.InvalidNameException">A name is not allowed.</exception>
    void Validate();
}
