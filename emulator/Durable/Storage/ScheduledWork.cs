using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Reads and writes activities and timers that are scheduled and not done.</summary>
internal static class ScheduledWork
{
    public static void Add(SqliteSession session, PendingActivity activity) =>
        session.Execute(
            "INSERT INTO activities VALUES ($1, $2, $3, $4, $5)",
            activity.InstanceId,
            activity.ExecutionId,
            activity.TaskId,
            activity.Name,
            activity.Input);

    public static void Add(SqliteSession session, PendingTimer timer, HistoryEvent whenDue) =>
        session.Execute(
            "INSERT INTO timers VALUES ($1, $2, $3, $4, $5)",
            timer.InstanceId,
            timer.ExecutionId,
            timer.TaskId,
            timer.Due.Ticks,
            whenDue.ToJson());

    public static List<PendingActivity> Activities(SqliteSession session) =>
        session.Query(
            "SELECT instance, execution, task, name, input FROM activities",
            static row => new PendingActivity(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)));

    public static List<PendingTimer> Timers(SqliteSession session) =>
        session.Query(
            "SELECT instance, execution, task, due FROM timers",
            static row => new PendingTimer(
                row.GetString(0), row.GetString(1), row.GetInt32(2), new DateTime(row.GetInt64(3), DateTimeKind.Utc)));

    public static bool IsScheduled(SqliteSession session, string instanceId, string executionId, int taskId) =>
        session.Query(
            "SELECT 1 FROM activities WHERE instance = $1 AND execution = $2 AND task = $3", static _ => true, instanceId, executionId, taskId).Count > 0;

    /// <summary>
    /// Takes an activity off and sends its completion to the execution that asked for it, if that goes on. Once: false when it
    /// was completed before, or nobody is there to hear.
    /// </summary>
    public static bool Complete(SqliteSession session, PendingActivity activity, HistoryEvent completion)
    {
        var taken = session.Execute(
            "DELETE FROM activities WHERE instance = $1 AND execution = $2 AND task = $3",
            activity.InstanceId,
            activity.ExecutionId,
            activity.TaskId);
        if (taken == 0 || InstanceTable.Find(session, activity.InstanceId) is not { HasEnded: false } instance
            || instance.ExecutionId != activity.ExecutionId)
            return false;
        Inbox.Add(session, activity.InstanceId, activity.ExecutionId, completion);
        return true;
    }

    /// <summary>Takes a timer off and sends its event, once: false when it fired or was given up before.</summary>
    public static bool Fire(SqliteSession session, PendingTimer timer)
    {
        var events = session.Query(
            "DELETE FROM timers WHERE instance = $1 AND execution = $2 AND task = $3 RETURNING event",
            static row => row.GetString(0),
            timer.InstanceId,
            timer.ExecutionId,
            timer.TaskId);
        foreach (var whenDue in events)
            Inbox.Add(session, timer.InstanceId, timer.ExecutionId, HistoryEvent.Parse(whenDue));
        return events.Count > 0;
    }

    public static void Cancel(SqliteSession session, PendingTimer timer) =>
        session.Execute(
            "DELETE FROM timers WHERE instance = $1 AND execution = $2 AND task = $3", timer.InstanceId, timer.ExecutionId, timer.TaskId);

    public static void ClearTimers(SqliteSession session, string instanceId) =>
        session.Execute("DELETE FROM timers WHERE instance = $1", instanceId);
}
