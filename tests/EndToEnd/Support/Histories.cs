using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CloudRestore.EndToEnd.Support;

/// <summary>What the durable engine has recorded, read from a copy of its database while the function app does not run.</summary>
internal static class Histories
{
    private const int TaskCompleted = 3;

    /// <summary>The completed activities of a run and of its jobs: orchestration and number of the task, once for each completion recorded.</summary>
    /// <param name="dataFolder">Data folder of the stack.</param>
    /// <param name="run">The run.</param>
    public static List<(string Instance, int Task)> CompletedActivities(string dataFolder, string run)
    {
        using var copy = new Testing.TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(dataFolder, "functions"), "durable.db*"))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        using var connection = new SqliteConnection($"Data Source={copy.File("durable.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT instance, event FROM history WHERE instance = $run OR instance LIKE $jobs";
        command.Parameters.AddWithValue("$run", run);
        command.Parameters.AddWithValue("$jobs", run + ".%");
        using var reader = command.ExecuteReader();
        var completed = new List<(string, int)>();
        while (reader.Read())
        {
            using var entry = JsonDocument.Parse(reader.GetString(1));
            if (entry.RootElement.GetProperty("Kind").GetInt32() == TaskCompleted)
                completed.Add((reader.GetString(0), entry.RootElement.GetProperty("TaskId").GetInt32()));
        }

        return completed;
    }
}
