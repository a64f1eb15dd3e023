namespace CloudRestore.Emulator.Triggers;

/// <summary>Watches for what starts a function, and executes it.</summary>
internal interface ITriggerListener
{
    /// <summary>Touches what the trigger needs, so that the host learns at start whether it can be reached.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs until told to stop, and then until the functions it started have ended.</summary>
    Task RunAsync(CancellationToken stopping);
}
