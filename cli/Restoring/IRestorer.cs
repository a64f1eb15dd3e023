using CloudRestore.Cli.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores photographs, here or elsewhere.</summary>
internal interface IRestorer : IDisposable
{
    /// <summary>How many photographs it takes at once.</summary>
    int AtOnce { get; }

    /// <summary>What computes here, as <see cref="CloudRestore.Learning.Restoration.RestorationEngine.Name"/> names it; null when it is elsewhere.</summary>
    string? Engine { get; }

    /// <summary>What tells this model from every other; null when it may be another one next time.</summary>
    string? Model { get; }

    /// <summary>Restores one photograph.</summary>
    /// <param name="photograph">Which.</param>
    /// <param name="bytes">The file's content.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RestorationRefusedException">It cannot be restored.</exception>
    Task<RestoredPhotograph> RestoreAsync(PhotographFile photograph, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken);
}
