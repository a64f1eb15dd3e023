using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Reads and appends to the histories of orchestrations.</summary>
internal static class HistoryTable
{
    public static List<HistoryEvent> Read(SqliteSession session, string instanceId) =>
        session.Query(
            "SELECT event FROM history WHERE instance = $1 ORDER BY sequence",
            static row => HistoryEvent.Parse(row.GetString(0)),
            instanceId);

    public static void Append(SqliteSession session, string instanceId, int firstSequence, IEnumerable<HistoryEvent> events)
    {
        foreach (var entry in events)
            session.Execute("INSERT INTO history VALUES ($1, $2, $3)", instanceId, firstSequence++, entry.ToJson());
    }

    public static void Replace(SqliteSession session, string instanceId, IEnumerable<HistoryEvent> events)
    {
        session.Execute("DELETE FROM history WHERE instance = $1", instanceId);
        Append(session, instanceId, 0, events);
    }
}
