using CloudRestore.Learning.Pickling;

namespace CloudRestore.Learning.Weights;

/// <summary>What both formats of <c>torch.save</c> hold: a pickle, and the storages that it refers to.</summary>
internal interface ITorchStorages : IDisposable
{
    /// <summary>What was pickled.</summary>
    object? Root { get; }

    /// <summary>Checks that the storages are there in their full length, without reading them.</summary>
    /// <exception cref="PickleException">One is missing or of another length.</exception>
    void RequireStorages(IEnumerable<StorageReference> storages);

    /// <summary>The bytes of a whole storage.</summary>
    byte[] Read(StorageReference storage);
}
