using CloudRestore.Cli.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores photographs, here or elsewhere.</summary>
internal interface IRestorer : IDisposable
{
    /// <summary>How many photographs it takes at once.</summary>
    int AtOnce { get; }

    /// <summary>Restores one photograph.</summary>
    /// <param name="photograph">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes of the restored file, in the format of the damaged one.</returns>
    /// <exception cref="RestorationRefusedException">It cannot be restored.</exception>
    Task<byte[]> RestoreAsync(PhotographFile photograph, CancellationToken cancellationToken);
}
