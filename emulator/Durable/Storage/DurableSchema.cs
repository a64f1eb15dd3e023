namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>The tables of a task hub.</summary>
internal static class DurableSchema
{
    private const int Version = 1;

    // FULL flushes the log at every commit: a started orchestration survives a power failure, not only a kill.
    private static readonly string[] Settings =
    [
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
    ];

    private static readonly string[] Tables =
    [
        """
        CREATE TABLE instances (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            execution TEXT NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            input TEXT,
            output TEXT,
            custom_status TEXT,
            failure TEXT,
            parent TEXT,
            parent_id TEXT) WITHOUT ROWID
        """,
        "CREATE INDEX instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL",
        "CREATE INDEX instances_by_creation ON instances (created)",
        """
        CREATE TABLE history (
            instance TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            event TEXT NOT NULL,
            PRIMARY KEY (instance, sequence)) WITHOUT ROWID
        """,

        // What has arrived and is not yet part of the history. An execution is named when the message is for that one only.
        "CREATE TABLE inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution TEXT, event TEXT NOT NULL)",
        "CREATE INDEX inbox_by_instance ON inbox (instance, id)",

        // Work that is scheduled and not done. Its completion takes the row away in the transaction that records the result.
        """
        CREATE TABLE activities (
            instance TEXT NOT NULL,
            execution TEXT NOT NULL,
            task INTEGER NOT NULL,
            name TEXT NOT NULL,
            input TEXT,
            PRIMARY KEY (instance, execution, task)) WITHOUT ROWID
        """,
        """
        CREATE TABLE timers (
            instance TEXT NOT NULL,
            execution TEXT NOT NULL,
            task INTEGER NOT NULL,
            due INTEGER NOT NULL,
            event TEXT NOT NULL,
            PRIMARY KEY (instance, execution, task)) WITHOUT ROWID
        """,
    ];

    /// <summary>Sets the connection up and makes the tables when they are missing.</summary>
    /// <exception cref="InvalidDataException">The file was written by another version.</exception>
    public static void Apply(SqliteSession session, string path)
    {
        foreach (var setting in Settings)
            session.Query(setting, static _ => 0);
        var version = session.Query("PRAGMA user_version", static row => row.GetInt32(0))[0];
        if (version == Version)
            return;
        if (version != 0)
            throw new InvalidDataException(
                $"The task hub '{path}' has version {version}; this program reads version {Version}. Move the file away.");
        session.Execute("BEGIN EXCLUSIVE");
        foreach (var table in Tables)
            session.Execute(table);
        session.Execute($"PRAGMA user_version = {Version}");
        session.Execute("COMMIT");
    }
}
