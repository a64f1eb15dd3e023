using System.Text.Json;
using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Testing;
using Microsoft.Data.Sqlite;

namespace CloudRestore.Functions.Tests.Support;

/// <content>What the durable engine has written down.</content>
public sealed partial class FunctionApp
{
    /// <summary>Waits until an orchestration has completed.</summary>
    public Task CompletedAsync(string instance) => PollAsync<JsonElement>(
        $"/runtime/webhooks/durabletask/instances/{instance}?code=the-key", found => found.GetProperty("runtimeStatus").GetString() == "Completed");

    /// <summary>The history of an orchestration that has ended.</summary>
    internal RecordedHistory HistoryOf(string instance)
    {
        // The engine keeps the database to itself; a copy of what it has committed may be read.
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(_folder.File("state"), "durable-*"))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        using var connection = new SqliteConnection($"Data Source={Directory.GetFiles(copy.FullPath, "*.db").Single()};Pooling=false");
        connection.Open();
        var (name, parent) = Rows("SELECT name, parent FROM instances WHERE id = $id", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))).Single();
        var events = Rows("SELECT event FROM history WHERE instance = $id ORDER BY sequence", row => HistoryEvent.Parse(row.GetString(0)));
        return new(new InstanceIdentity(name, instance, parent is null ? null : JsonSerializer.Deserialize<ParentLink>(parent)), events);

        List<T> Rows<T>(string query, Func<SqliteDataReader, T> read)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            command.Parameters.AddWithValue("$id", instance);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }
}
