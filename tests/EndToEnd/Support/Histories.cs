using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CloudRestore.EndToEnd.Support;

/// <summary>What the durable engine has recorded, read from a copy of its database while the function app does not run.</summary>
internal static class Histories
{
    /// <summary>The file of the task hub that host.json names.</summary>
    private const string Database = "durable-cloudrestore.db";

    private const int TaskScheduled = 2;
    private const int TaskCompleted = 3;
    private const int Running = 0;

    /// <summary>
    /// The activities that a run and its jobs have completed: orchestration and number of the task, once for each completion recorded. Of an
    /// orchestration that continued as new, those of its newest execution.
    /// </summary>
    /// <param name="dataFolder">Data folder of the stack.</param>
    /// <param name="run">The run.</param>
    public static List<(string Orchestration, int Task)> CompletedActivities(string dataFolder, string run)
    {
        var completed = new List<(string, int)>();
        Read(dataFolder, run, "SELECT instance, event FROM history WHERE instance = $run OR instance LIKE $jobs", row =>
        {
            using var entry = JsonDocument.Parse(row.GetString(1));
            if (entry.RootElement.GetProperty("Kind").GetInt32() == TaskCompleted)
                completed.Add((row.GetString(0), entry.RootElement.GetProperty("TaskId").GetInt32()));
        });
        return completed;
    }

    /// <summary>Names of the activities that the run's own orchestration has completed.</summary>
    /// <inheritdoc cref="CompletedActivities"/>
    public static HashSet<string> NamesOfCompleted(string dataFolder, string run)
    {
        var names = new Dictionary<int, string>();
        var completed = new HashSet<string>();
        Read(dataFolder, run, "SELECT event FROM history WHERE instance = $run AND $jobs <> '' ORDER BY sequence", row =>
        {
            using var entry = JsonDocument.Parse(row.GetString(0));
            var kind = entry.RootElement.GetProperty("Kind").GetInt32();
            if (kind == TaskScheduled)
                names[entry.RootElement.GetProperty("TaskId").GetInt32()] = entry.RootElement.GetProperty("Name").GetString()!;
            else if (kind == TaskCompleted)
                completed.Add(names[entry.RootElement.GetProperty("TaskId").GetInt32()]);
        });
        return completed;
    }

    /// <summary>The orchestrations of a run and its jobs that have not ended.</summary>
    /// <inheritdoc cref="CompletedActivities"/>
    public static HashSet<string> Unfinished(string dataFolder, string run)
    {
        var unfinished = new HashSet<string>();
        Read(dataFolder, run, $"SELECT id FROM instances WHERE (id = $run OR id LIKE $jobs) AND status = {Running}", row => unfinished.Add(row.GetString(0)));
        return unfinished;
    }

    private static void Read(string dataFolder, string run, string query, Action<SqliteDataReader> take)
    {
        using var copy = new Testing.TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(dataFolder, "functions"), Database + "*"))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        using var connection = new SqliteConnection($"Data Source={copy.File(Database)};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$run", run);
        command.Parameters.AddWithValue("$jobs", run + ".%");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            take(reader);
    }
}
