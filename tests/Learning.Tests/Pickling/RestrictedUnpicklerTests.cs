using System.Diagnostics.CodeAnalysis;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Pickling;
using CloudRestore.Learning.Tests.Weights;

namespace CloudRestore.Learning.Tests.Pickling;

public sealed class RestrictedUnpicklerTests
{
    // An OrderedDict of w, float32 2×3, and n, one int64, with _metadata, as CPython's own pickler writes it in protocol 2.
    private const string FromPython =
        "gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQApUnEBKFgBAAAAd3ECY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQMoKFgHAA" +
        "AAc3RvcmFnZXEEY3RvcmNoCkZsb2F0U3RvcmFnZQpxBVgBAAAAMHEGWAMAAABjcHVxB0sGdHEIUUsASwJLA4ZxCUsDSwGGcQqJaAApUnELdHEM" +
        "UnENWAEAAABucQ5oAygoaARjdG9yY2gKTG9uZ1N0b3JhZ2UKcQ9YAQAAADFxEGgHSwF0cRFRSwApKYloAClScRJ0cRNScRR1fXEVWAkAAABfbW" +
        "V0YWRhdGFxFmgAKVJxF1gAAAAAcRh9cRlYBwAAAHZlcnNpb25xGksCc3NzYi4=";

    [Fact]
    public void A_state_dict_that_Python_pickled_is_read()
    {
        var dictionary = (PickleDictionary)Load(Convert.FromBase64String(FromPython))!;

        dictionary.Items.Keys.Should().Equal("w", "n");
        ((TensorReference)dictionary.Items["w"]!).Should().BeEquivalentTo(new { Offset = 0L, Shape = new long[] { 2, 3 }, Strides = new long[] { 3, 1 } });
        ((TensorReference)dictionary.Items["n"]!).Should().BeEquivalentTo(new { Storage = new { Key = "1", StoredBytes = 8L }, Elements = 1L });
    }

    [Fact]
    public void Text_numbers_and_containers_come_back()
    {
        var pickle = new PickleWriter().Op('}').Op('(').Text("é").Int(300).Text("n").Int(-2).Text("big").Int(1L << 40).Text("list").Op(']').Int(1).Op('a').Text("none").Op('N').Op('u').Stop();

        var dictionary = Load(pickle).Should().BeOfType<PickleDictionary>().Subject;

        dictionary.Items.Keys.Should().Equal("é", "n", "big", "list", "none");
        dictionary.Items.Values.Take(3).Should().Equal(300L, -2L, 1L << 40);
        ((PickleList)dictionary.Items["list"]!).Items.Should().Equal(1L);
    }

    [Fact]
    public void A_tensor_is_a_view_of_its_storage()
    {
        var tensor = Load(new PickleWriter().Tensor(w => w.Storage("HalfStorage", "7", 12), 1, [2, 3], [1, 4]).Stop()).Should().BeOfType<TensorReference>().Subject;

        tensor.Should().BeEquivalentTo(new { Offset = 1L, Shape = new long[] { 2, 3 }, Strides = new long[] { 1, 4 }, Elements = 6L });
        tensor.Storage.Should().BeEquivalentTo(new { Key = "7", StoredBytes = 24L });
    }

    [Fact]
    public void A_part_of_a_storage_moves_the_tensors_start()
    {
        var tensor = (TensorReference)Load(new PickleWriter().Tensor(w => w.Storage("FloatStorage", "0", 10, part: (4, 3)), 1, [2], [1]).Stop())!;

        tensor.Offset.Should().Be(5);
        tensor.Storage.StoredElements.Should().Be(10);
    }

    [Fact]
    public void Parameters_of_old_and_new_files_are_their_tensors()
    {
        var modern = new PickleWriter().Global("torch._utils", "_rebuild_parameter").Op('(').Tensor("FloatStorage", "0", 2).Bool(true).EmptyOrderedDict().Op('t').Op('R');
        var old = new PickleWriter().Global("torch.nn.parameter", "Parameter").Tensor("FloatStorage", "0", 2).Op(0x85).Op('R').Bool(true).Bool(false).Op('N').Op(0x87).Op('b');

        Load(modern.Stop()).Should().BeOfType<TensorReference>();
        Load(old.Stop()).Should().BeOfType<PickleParameter>();
    }

    [Fact]
    public void An_OrderedDict_of_Python_2_is_made_of_pairs()
    {
        var pickle = new PickleWriter().Global("collections", "OrderedDict").Op(']').Op(']').Op('(').Op('U', 1, (byte)'k').Int(5).Op('e').Op('a').Op(0x85).Op('R').Stop();

        ((PickleDictionary)Load(pickle)!).Items.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, object?>("k", 5L));
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("torch", "load")]
    [InlineData("torch", "FloatStorage.__init__")]
    [InlineData("collections", "OrderedDict.__reduce__")]
    [InlineData("", "")]
    public void Any_other_global_is_refused_by_name(string module, string name)
    {
        var load = () => Load(new PickleWriter().Global(module, name).Op('(').Text("echo").Op('t').Op('R').Stop());

        load.Should().Throw<PickleException>().WithMessage($"its pickle asks for {module}.{name}, which is refused *");
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "calls torch.FloatStorage in a way that torch does not", new PickleWriter().Global("torch", "FloatStorage").Op(')').Op('R').Stop() },
        { "calls something that is not a function", new PickleWriter().EmptyOrderedDict().Op(')').Op('R').Stop() },
        { "calls something that is not a function", new PickleWriter().Global("collections", "OrderedDict").Text("x").Op('R').Stop() },
        { "calls collections.OrderedDict in a way", new PickleWriter().Global("collections", "OrderedDict").Text("x").Op(0x85).Op('R').Stop() },
        { "OrderedDict of something else than pairs", new PickleWriter().Global("collections", "OrderedDict").Op(']').Int(1).Op('a').Op(0x85).Op('R').Stop() },
        { "calls torch._utils._rebuild_tensor_v2 in a way", new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Op(')').Op('R').Stop() },
        { "sets the state of something", new PickleWriter().Tensor("FloatStorage", "0", 1).Op('}').Op('b').Stop() },
        { "sets the state of something", new PickleWriter().EmptyOrderedDict().Op('}').Text("__class__").Int(1).Op('s').Op('b').Stop() },
        { "sets the state of something", new PickleWriter().Op('}').Op('}').Op('b').Stop() },
        { "persistent id that does not describe a storage", new PickleWriter().Text("module").Op('Q').Stop() },
        { "persistent id that does not describe a storage", new PickleWriter().Op('(').Text("module").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(1).Op('t').Op('Q').Stop() },
        { "storage cannot be called ../../x", new PickleWriter().Storage("FloatStorage", "../../x", 1).Stop() },
        { "storage 0 cannot have -1 elements", new PickleWriter().Storage("FloatStorage", "0", -1).Stop() },
        { "storage 0 cannot have 9223372036854775807 elements", new PickleWriter().Storage("FloatStorage", "0", long.MaxValue).Stop() },
        { "part of the storage 0 that is not there", new PickleWriter().Storage("FloatStorage", "0", 4, part: (2, 3)).Stop() },
        { "does not lie within its storage", View(4, -1, [2], [1]) },
        { "does not lie within its storage", View(4, 3, [2], [1]) },
        { "does not lie within its storage", View(4, 5, [0], [1]) },
        { "does not lie within its storage", View(4, 0, [2, 3], [3, 1]) },
        { "does not lie within its storage", View(4, 0, [2], [-1]) },
        { "does not lie within its storage", View(4, 0, [2], [4]) },
        { "does not lie within its storage", View(4, 0, [-1], [1]) },
        { "does not lie within its storage", View(4, 0, [5], [0]) },
        { "does not lie within its storage", View(4, 0, [2], [long.MaxValue]) },
        { "does not lie within its storage", View(4, 0, [1L << 62, 4], [0, 0]) },
        { "does not lie within its storage", View(4, 0, [0, 1L << 62, 1L << 62], [1, 1, 1]) },
        { "not described by a storage, an offset, sizes and strides", View(4, 0, [2], [1, 1]) },
        { "not described by a storage, an offset, sizes and strides", View(4, 0, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1]) },
        { "uses the operation INST", new PickleWriter().Op('(').Op('i', "os\nsystem\n"u8.ToArray()).Stop() },
        { "uses the operation OBJ", new PickleWriter().Op('(').Op('o').Stop() },
        { "uses the operation NEWOBJ", new PickleWriter().Global("torch.nn.parameter", "Parameter").Op(')').Op(0x81).Stop() },
        { "uses the operation EXT1", new PickleWriter().Op(0x82, 1).Stop() },
        { "uses the operation STACKGLOBAL", new PickleWriter().Text("os").Text("system").Op(0x93).Stop() },
        { "uses the operation PERSID", new PickleWriter().Op('P', "x\n"u8.ToArray()).Stop() },
        { "uses the operation 0xff", new PickleWriter().Op(0xff).Stop() },
        { "key that is not text", new PickleWriter().Op('}').Int(1).Int(1).Op('s').Stop() },
        { "names a twice", new PickleWriter().Op('}').Text("a").Int(1).Op('s').Text("a").Int(1).Op('s').Stop() },
        { "no pairs", new PickleWriter().Op('}').Op('(').Text("a").Op('u').Stop() },
        { "not a list", new PickleWriter().Op('}').Int(1).Op('a').Stop() },
        { "recalls a value that it never kept", new PickleWriter().Op('h', 0).Stop() },
        { "takes a value that is not there", new PickleWriter().Int(1).Op('(').Op(0x85).Stop() },
        { "lost a mark", new PickleWriter().Op('t').Stop() },
        { "something left over", new PickleWriter().Int(1).Int(1).Stop() },
        { "something left over", new PickleWriter().Stop() },
        { "a text of 4294967295 bytes", new PickleWriter().Op('X', 0xff, 0xff, 0xff, 0xff).Stop() },
        { "not UTF-8", new PickleWriter().Op('U', 1, 0xff).Stop() },
        { "not of protocol 2", [0x80, 4, (byte)'N', (byte)'.'] },
        { "more than 250000 operations", [0x80, 2, .. Enumerable.Repeat((byte)'}', 300_000)] },
        { "a line of more than 4096 bytes", [0x80, 2, .. Enumerable.Repeat((byte)'c', 10_000)] },
        { "longer than 1048576 bytes", [0x80, 2, .. Enumerable.Range(0, 300).SelectMany(_ => (byte[])[(byte)'X', 0, 16, 0, 0, .. new byte[4096]])] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    [SuppressMessage("Usage", "xUnit1045", Justification = "Bytes need no serialisation here.")]
    public void What_is_not_a_tensor_is_refused_by_what_it_is(string reason, byte[] pickle)
    {
        var load = () => Load(pickle);

        load.Should().Throw<PickleException>().WithMessage($"its *{reason}*");
    }

    [Fact]
    public void A_list_copied_again_and_again_runs_out_of_operations()
    {
        var pickle = new PickleWriter().Op(']').Op('q', 0).Op('(');
        for (var n = 0; n < 2000; n++) pickle.Text($"{n}").Int(n).Op(0x86);
        pickle.Op('e');
        for (var n = 0; n < 2000; n++) pickle.Global("collections", "OrderedDict").Op('h', 0).Op(0x85).Op('R');
        var load = () => Load(pickle.Stop());

        load.Should().Throw<PickleException>().WithMessage("*more than 250000 operations*");
    }

    [Fact]
    public void What_contains_itself_is_read_without_end_or_overflow()
    {
        var dictionary = (PickleDictionary)Load(new PickleWriter().Op('}').Op('q', 0).Text("me").Op('h', 0).Op('s').Stop())!;
        var nested = Load([0x80, 2, (byte)')', .. Enumerable.Repeat((byte)0x85, 200_000), (byte)'.']);

        dictionary.Items["me"].Should().BeSameAs(dictionary);
        nested.Should().BeOfType<PickleTuple>();
    }

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        var pickle = Convert.FromBase64String(FromPython);
        for (var length = 0; length < pickle.Length; length++)
        {
            var load = () => Load(pickle[..length]);
            load.Should().Throw<PickleException>();
        }
    }

    [Fact]
    public void Ended_after_any_operation_it_is_refused_or_whole()
    {
        var whole = Whole();
        var pickle = whole.Stop();
        foreach (var start in whole.Starts.Skip(1))
        {
            try
            {
                Load([.. pickle[..start], (byte)'.']);
            }
            catch (PickleException e)
            {
                e.Message.Should().StartWith("its ");
            }
        }
    }

    [Fact]
    public void Ten_thousand_mutated_pickles_give_a_value_or_a_reason()
    {
        var random = new SeededRandom(7);
        var pickle = Convert.FromBase64String(FromPython);
        for (var n = 0; n < 10_000; n++)
        {
            var mutated = pickle.ToArray();
            for (var flips = random.NextInt(1, 4); flips > 0; flips--) mutated[random.NextInt(2, mutated.Length - 1)] = (byte)random.NextInt(0, 255);
            try
            {
                Load(mutated);
            }
            catch (PickleException e)
            {
                e.Message.Should().StartWith("its ").And.NotContain("\n");
            }
        }
    }

    private static PickleWriter Whole() => new PickleWriter().EmptyOrderedDict().Op('q', 0).Op('(')
        .Text("a").Tensor("FloatStorage", "0", 2, 3).Text("b").Tensor("LongStorage", "1").Op('u')
        .Op('}').Text("_metadata").Op('h', 0).Op('s').Op('b');

    private static byte[] View(long stored, long offset, long[] shape, long[] strides) => new PickleWriter().Tensor(w => w.Storage("FloatStorage", "0", stored), offset, shape, strides).Stop();

    private static object? Load(byte[] pickle) => RestrictedUnpickler.Load(new MemoryStream(pickle));
}
