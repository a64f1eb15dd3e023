using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CloudRestore.Functions.Webhooks;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>Knows the hosts that tests tell it of, and nobody else's.</summary>
public sealed class ScriptedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string[]>> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a host addresses; with more than one answer they are given one after the other, and the last for ever.</summary>
    public ScriptedResolver Add(string host, params string[][] answers)
    {
        _hosts[host] = new ConcurrentQueue<string[]>(answers);
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (!_hosts.TryGetValue(host, out var answers))
            throw new SocketException((int)SocketError.HostNotFound);
        string[]? answer;
        if (answers.Count > 1)
            answers.TryDequeue(out answer);
        else
            answers.TryPeek(out answer);
        return Task.FromResult<IReadOnlyList<IPAddress>>([.. answer!.Select(IPAddress.Parse)]);
    }
}
