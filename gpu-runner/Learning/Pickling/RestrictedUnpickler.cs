using System.Numerics;

namespace CloudRestore.Learning.Pickling;

/// <summary>
/// Python's pickle machine (protocol 2) reduced to what files of torch weights need: text, numbers, containers, and references to tensors.
/// It makes no object of any class and calls nothing: "calling" one of the five <see cref="AllowedGlobals"/> gives a description of a tensor
/// or a dictionary, and everything else is refused. It does not recurse, and time and memory are bounded whatever the pickle says.
/// </summary>
internal sealed class RestrictedUnpickler
{
    /// <summary>The longest pickle that is read, in bytes; a ResNet with 152 layers needs a tenth.</summary>
    public const long MostBytes = 1 << 20;

    private const int MostOperations = 250_000;
    private const int Protocol = 2;

    private readonly PickleReader _reader;
    private readonly PickleStack _stack = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private int _operations;

    private RestrictedUnpickler(Stream stream) => _reader = new PickleReader(stream, MostBytes);

    /// <summary>
    /// Reads one pickle; the stream then stands behind it. Gives null, bool, long, <see cref="BigInteger"/>, double, string, or one of the
    /// classes of this folder.
    /// </summary>
    /// <exception cref="PickleException">The pickle is broken, too large, or asks for something that is not a tensor.</exception>
    public static object? Load(Stream stream) => new RestrictedUnpickler(stream).Run();

    private object? Run()
    {
        if (_reader.Byte() != (byte)PickleOpcode.Proto || _reader.Byte() != Protocol)
            throw new PickleException($"its pickle is not of protocol {Protocol}, which torch writes unless told otherwise");
        while (true)
        {
            Spend(1);
            var opcode = (PickleOpcode)_reader.Byte();
            if (opcode == PickleOpcode.Stop) return _stack.PopOnly();
            Step(opcode);
        }
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt: _stack.Push((long)(int)_reader.UInt32()); break;
            case PickleOpcode.BinInt1: _stack.Push((long)_reader.Byte()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)_reader.UInt16()); break;
            case PickleOpcode.Long1: PushInteger(new BigInteger(_reader.Bytes(_reader.Byte()))); break;
            case PickleOpcode.BinFloat: _stack.Push(_reader.Double()); break;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: _stack.Push(_reader.Text(_reader.UInt32())); break;
            case PickleOpcode.ShortBinString: _stack.Push(_reader.Text(_reader.Byte())); break;
            case PickleOpcode.EmptyTuple: _stack.Push(new PickleTuple([])); break;
            case PickleOpcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); break;
            case PickleOpcode.Tuple1: _stack.Push(new PickleTuple(_stack.Pop(1))); break;
            case PickleOpcode.Tuple2: _stack.Push(new PickleTuple(_stack.Pop(2))); break;
            case PickleOpcode.Tuple3: _stack.Push(new PickleTuple(_stack.Pop(3))); break;
            case PickleOpcode.EmptyList: _stack.Push(new PickleList()); break;
            case PickleOpcode.Append: Append(_stack.Pop(1)); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDictionary(ordered: false)); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;
            case PickleOpcode.BinGet: _stack.Push(Remembered(_reader.Byte())); break;
            case PickleOpcode.LongBinGet: _stack.Push(Remembered(_reader.UInt32())); break;
            case PickleOpcode.BinPut: _memo[_reader.Byte()] = _stack.Peek(); break;
            case PickleOpcode.LongBinPut: _memo[_reader.UInt32()] = _stack.Peek(); break;
            case PickleOpcode.Global: _stack.Push(AllowedGlobals.Find(_reader.Line(), _reader.Line())); break;
            case PickleOpcode.Reduce: Reduce(_stack.Pop()); break;
            case PickleOpcode.Build: Build(_stack.Pop()); break;
            case PickleOpcode.BinPersId: _stack.Push(StorageReference.Parse(_stack.Pop())); break;
            default: throw new PickleException($"its pickle uses the operation {Name(opcode)}, which is refused because weights need none such");
        }
    }

    private void Append(object?[] items)
    {
        if (_stack.Peek() is not PickleList list) throw new PickleException("its pickle appends to something that is not a list");
        list.Items.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw new PickleException("its pickle sets items of something that is not a dictionary, or no pairs");
        for (var i = 0; i < items.Length; i += 2) dictionary.Add(items[i], items[i + 1]);
    }

    private void Reduce(object? arguments)
    {
        // An OrderedDict copies the list that it is made of, which a short pickle could ask for again and again.
        if (arguments is PickleTuple { Items: [PickleList copied] }) Spend(copied.Items.Count);
        _stack.Push(AllowedGlobals.Call(_stack.Pop(), arguments));
    }

    private void Build(object? state)
    {
        if (state is PickleDictionary set) Spend(set.Items.Count);
        AllowedGlobals.RequireHarmlessState(_stack.Peek(), state);
    }

    private object? Remembered(uint index) => _memo.TryGetValue(index, out var value) ? value : throw new PickleException("its pickle recalls a value that it never kept");

    private void Spend(int operations)
    {
        _operations += operations;
        if (_operations > MostOperations) throw new PickleException($"its pickle has more than {MostOperations} operations, which no ResNet's has");
    }

    private void PushInteger(BigInteger value) => _stack.Push(value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value);

    private static string Name(PickleOpcode opcode) =>
        Enum.IsDefined(opcode) ? opcode.ToString().ToUpperInvariant() : $"0x{(byte)opcode:x2}";
}
