using System.Collections.Concurrent;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Records that were seen started. They stay so, and the sweep looks at each once per process.</summary>
public sealed class SettledRecords
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    /// <summary>Whether a record was seen started.</summary>
    /// <param name="key">Its kind and id.</param>
    public bool Contains(string key) => _keys.ContainsKey(key);

    /// <summary>Notes that a record was seen started.</summary>
    /// <param name="key">Its kind and id.</param>
    public void Add(string key) => _keys[key] = true;
}
