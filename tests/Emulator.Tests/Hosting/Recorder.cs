using System.Threading.Channels;

namespace CloudRestore.Emulator.Tests.Hosting;

/// <summary>What functions saw, in order.</summary>
public sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<object?> _seen = Channel.CreateUnbounded<object?>();

    public int Count => _seen.Reader.Count;

    public void Add(object? value) => _seen.Writer.TryWrite(value);

    public async Task<object?> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return await _seen.Reader.ReadAsync(limit.Token);
    }

    public async Task<IReadOnlyList<object?>> NextAsync(int count)
    {
        var values = new List<object?>();
        for (var i = 0; i < count; i++)
        {
            values.Add(await NextAsync());
        }

        return values;
    }
}
