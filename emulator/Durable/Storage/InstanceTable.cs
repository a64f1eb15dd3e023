using System.Text;
using System.Text.Json;
using CloudRestore.Emulator.Durable.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Reads and writes orchestrations.</summary>
internal static class InstanceTable
{
    private const string Columns =
        "SELECT id, name, execution, status, created, updated, input, output, custom_status, failure, parent FROM instances ";

    public static InstanceRecord? Find(SqliteSession session, string id) =>
        session.Query(Columns + "WHERE id = $1", Read, id).FirstOrDefault();

    public static List<InstanceRecord> Children(SqliteSession session, string id) =>
        session.Query(Columns + "WHERE parent_id = $1", Read, id);

    /// <summary>Inserts an orchestration, or replaces the one with this id.</summary>
    public static void Put(SqliteSession session, InstanceRecord instance) =>
        session.Execute(
            "INSERT OR REPLACE INTO instances VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            instance.Id,
            instance.Name,
            instance.ExecutionId,
            (int)instance.Status,
            instance.Created.Ticks,
            instance.Updated.Ticks,
            instance.Input,
            instance.Output,
            instance.CustomStatus,
            instance.Failure is null ? null : JsonSerializer.Serialize(instance.Failure),
            instance.Parent is null ? null : JsonSerializer.Serialize(instance.Parent),
            instance.Parent?.InstanceId);

    /// <summary>Finds orchestrations in the order of their ids.</summary>
    /// <param name="session">The database.</param>
    /// <param name="filter">Which; its continuation token is the last id already seen.</param>
    /// <param name="limit">The most to return; -1 for all.</param>
    public static List<InstanceRecord> Search(SqliteSession session, OrchestrationQuery filter, int limit)
    {
        var sql = new StringBuilder(Columns + "WHERE 1");
        List<object?> values = [];
        void And(string condition, object? value)
        {
            values.Add(value);
            sql.Append(" AND ").Append(condition).Append('$').Append(values.Count);
        }

        if (filter.ContinuationToken is { } after)
            And("id > ", after);
        if (filter.CreatedFrom is { } from)
            And("created >= ", from.UtcTicks);
        if (filter.CreatedTo is { } to)
            And("created <= ", to.UtcTicks);
        if (filter.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            And("id >= ", prefix);
            And("substr(id, 1, " + prefix.EnumerateRunes().Count() + ") = ", prefix);
        }

        if (filter.Statuses is { } statuses)
        {
            var numbers = statuses.Select(static status => (int)status).Distinct().Order().ToArray();
            sql.Append(" AND status IN (").AppendJoin(',', numbers).Append(')');
        }

        And("id <> '' ORDER BY id LIMIT ", limit);
        return session.Query(sql.ToString(), Read, values.ToArray());
    }

    /// <summary>Removes an orchestration with all that belongs to it.</summary>
    public static void Delete(SqliteSession session, string id)
    {
        session.Execute("DELETE FROM history WHERE instance = $1", id);
        session.Execute("DELETE FROM inbox WHERE instance = $1", id);
        session.Execute("DELETE FROM activities WHERE instance = $1", id);
        ScheduledWork.ClearTimers(session, id);
        session.Execute("DELETE FROM instances WHERE id = $1", id);
    }

    private static InstanceRecord Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        (OrchestrationRuntimeStatus)row.GetInt32(3),
        new DateTime(row.GetInt64(4), DateTimeKind.Utc),
        new DateTime(row.GetInt64(5), DateTimeKind.Utc),
        Text(row, 6),
        Text(row, 7),
        Text(row, 8),
        Text(row, 9) is { } failure ? JsonSerializer.Deserialize<TaskFailureDetails>(failure) : null,
        Text(row, 10) is { } parent ? JsonSerializer.Deserialize<ParentLink>(parent) : null);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
