using System.Buffers.Binary;
using System.Text;

namespace CloudRestore.Learning.Tests.Weights;

/// <summary>Writes pickles of protocol 2 operation by operation, good ones and bad ones.</summary>
public sealed class PickleWriter
{
    private readonly List<byte> _bytes = [0x80, 2];
    private readonly List<int> _starts = [0];

    /// <summary>Where each operation begins.</summary>
    public IReadOnlyList<int> Starts => _starts;

    public PickleWriter Op(char opcode, params byte[] argument) => Op((byte)opcode, argument);

    public PickleWriter Op(byte opcode, params byte[] argument)
    {
        _starts.Add(_bytes.Count);
        _bytes.Add(opcode);
        _bytes.AddRange(argument);
        return this;
    }

    public PickleWriter Text(string text) => Op('X', [.. UInt32((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)]);

    public PickleWriter Global(string module, string name) => Op('c', Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleWriter Bool(bool value) => Op((byte)(value ? 0x88 : 0x89));

    /// <summary>As torch writes whole numbers: the shortest form, and LONG1 beyond 32 bits.</summary>
    public PickleWriter Int(long value) => value switch
    {
        >= 0 and <= byte.MaxValue => Op('K', (byte)value),
        >= 0 and <= ushort.MaxValue => Op('M', (byte)value, (byte)(value >> 8)),
        >= int.MinValue and <= int.MaxValue => Op('J', UInt32((uint)value)),
        _ => Op(0x8a, [8, .. BitConverter.GetBytes(value)]),
    };

    public PickleWriter Ints(IEnumerable<long> values)
    {
        Op('(');
        foreach (var value in values) Int(value);
        return Op('t');
    }

    public PickleWriter EmptyOrderedDict() => Global("collections", "OrderedDict").Op(')').Op('R');

    /// <summary>A storage's persistent id. Old files add a part of the storage, or none.</summary>
    public PickleWriter Storage(string type, string key, long elements, bool old = false, (long First, long Count)? part = null)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(elements);
        if (part is { } range) Op('(').Text("1234").Int(range.First).Int(range.Count).Op('t');
        else if (old) Op('N');
        return Op('t').Op('Q');
    }

    /// <summary>A call of <c>_rebuild_tensor_v2</c>.</summary>
    public PickleWriter Tensor(Action<PickleWriter> storage, long offset, long[] shape, long[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        storage(this);
        return Int(offset).Ints(shape).Ints(strides).Bool(false).EmptyOrderedDict().Op('t').Op('R');
    }

    /// <summary>A tensor of one storage of its own.</summary>
    public PickleWriter Tensor(string type, string key, params long[] shape) =>
        Tensor(w => w.Storage(type, key, shape.Aggregate(1L, (a, b) => a * b)), 0, shape, Strides(shape));

    /// <summary>The pickle, ended.</summary>
    public byte[] Stop() => [.. _bytes, (byte)'.'];

    public static long[] Strides(long[] shape) =>
        [.. shape.Select((_, d) => shape.Skip(d + 1).Aggregate(1L, (a, b) => a * b))];

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
