using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Messages that have arrived for orchestrations and are not yet part of their histories.</summary>
internal static class Inbox
{
    /// <summary>Adds a message.</summary>
    /// <param name="session">The database.</param>
    /// <param name="instanceId">Whom it is for.</param>
    /// <param name="executionId">The only execution that may read it; null for any.</param>
    /// <param name="message">The message.</param>
    public static void Add(SqliteSession session, string instanceId, string? executionId, HistoryEvent message) =>
        session.Execute(
            "INSERT INTO inbox (instance, execution, event) VALUES ($1, $2, $3)", instanceId, executionId, message.ToJson());

    /// <summary>The messages of an instance, oldest first.</summary>
    public static List<InboxMessage> Read(SqliteSession session, string instanceId) =>
        session.Query(
            "SELECT id, execution, event FROM inbox WHERE instance = $1 ORDER BY id",
            static row => new InboxMessage(
                row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), HistoryEvent.Parse(row.GetString(2))),
            instanceId);

    public static void Remove(SqliteSession session, long id) => session.Execute("DELETE FROM inbox WHERE id = $1", id);

    /// <summary>Instances that have messages.</summary>
    public static List<string> Receivers(SqliteSession session) =>
        session.Query("SELECT DISTINCT instance FROM inbox", static row => row.GetString(0));
}
