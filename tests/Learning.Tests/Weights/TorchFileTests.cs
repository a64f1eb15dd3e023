using System.IO.Compression;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Tests.Data;
using CloudRestore.Learning.Weights;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Weights;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string PathOfFile => Path.Combine(_folder.Root, "weights.pth");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_type_and_shape_comes_back_with_its_bits_in_both_formats(bool old)
    {
        var tensors = Everything();
        using var file = Open(old ? TorchFileWriter.Old(tensors) : TorchFileWriter.Zip(tensors));

        file.Tensors.Keys.Should().Equal(tensors.Keys);
        foreach (var (name, tensor) in tensors)
        {
            using var read = file.Read(name);
            (read.dtype, string.Join('×', read.shape)).Should().Be((tensor.dtype, string.Join('×', tensor.shape)), name);
            read.bytes.ToArray().Should().Equal(tensor.bytes.ToArray(), name);
        }
    }

    [Fact]
    public void Views_are_read_in_the_order_of_their_indices()
    {
        float[] storage = [0, 1, 2, 3, 4, 5, 6, 7];
        var pickle = new PickleWriter().Op('}').Op('(')
            .Text("transposed").Tensor(Floats, 1, [2, 3], [1, 2])
            .Text("every second").Tensor(Floats, 0, [4], [2])
            .Text("repeated").Tensor(Floats, 6, [2, 2], [0, 1])
            .Text("scalar").Tensor(Floats, 7, [], []).Op('u').Stop();
        using var file = Open(TorchFileWriter.Zip(pickle, new Dictionary<string, byte[]> { ["0"] = Bytes(storage) }));

        Values(file, "transposed").Should().Equal(1, 3, 5, 2, 4, 6);
        Values(file, "every second").Should().Equal(0, 2, 4, 6);
        Values(file, "repeated").Should().Equal(6, 7, 6, 7);
        Values(file, "scalar").Should().Equal(7);

        static void Floats(PickleWriter w) => w.Storage("FloatStorage", "0", 8);
    }

    [Fact]
    public void A_storage_shorter_than_its_pickle_says_is_refused()
    {
        var pickle = new PickleWriter().Op('}').Text("a").Tensor("FloatStorage", "0", 4).Op('s').Stop();

        Refused(TorchFileWriter.Zip(pickle, new Dictionary<string, byte[]> { ["0"] = new byte[12] }), "storage 0 has 12 bytes where its pickle describes 16");
        Refused(TorchFileWriter.Zip(pickle, new Dictionary<string, byte[]> { ["1"] = new byte[16] }), "storage 0 is missing");
        Refused(TorchFileWriter.Old(pickle, new Dictionary<string, byte[]> { ["0"] = new byte[12] }, [4]), "storage 0 is cut short");
        Refused(TorchFileWriter.Old(pickle, new Dictionary<string, byte[]> { ["0"] = new byte[16] }, [3]), "storage 0 has another count of elements");
        Refused(TorchFileWriter.Old(pickle, new Dictionary<string, byte[]> { ["0"] = new byte[17] }, [4]), "1 bytes after its last storage");
        Refused(TorchFileWriter.Old(pickle, new Dictionary<string, byte[]>(), []), "storage 0 is missing");
        Refused(TorchFileWriter.Old(pickle, new Dictionary<string, byte[]> { ["0"] = new byte[16], ["9"] = [] }, [4, 0]), "storage 9 belongs to no tensor");
    }

    [Fact]
    public void What_would_need_more_memory_than_the_file_is_long_is_refused()
    {
        var huge = new PickleWriter().Op('}').Text("a").Tensor("FloatStorage", "0", 1L << 28).Op('s').Stop();
        var bomb = TorchFileWriter.Zip(huge, new Dictionary<string, byte[]> { ["0"] = new byte[1 << 20] }, level: CompressionLevel.Optimal);
        Refused(bomb, "describes 1073741824 bytes of tensors, more than the whole file has");

        var shared = new PickleWriter().Op('}').Op('(').Text("a").Tensor("FloatStorage", "0", 4).Text("b").Tensor("LongStorage", "0", 2).Op('u').Stop();
        Refused(TorchFileWriter.Zip(shared, new Dictionary<string, byte[]> { ["0"] = new byte[16] }), "storage 0 is described in two ways");

        var deflated = new PickleWriter().Op('}').Text("a").Tensor("ByteStorage", "0", 200).Op('s').Stop();
        Refused(TorchFileWriter.Zip(deflated, new Dictionary<string, byte[]> { ["0"] = new byte[200] }, level: CompressionLevel.Optimal), "storage 0 is compressed");

        var pickleBomb = TorchFileWriter.Archive([("archive/data.pkl", [0x80, 2, .. Enumerable.Repeat((byte)'N', 5_000_000)])], CompressionLevel.Optimal);
        Refused(pickleBomb, "more than 250000 operations");

        var entries = TorchFileWriter.Archive(Enumerable.Range(0, 20_000).Select(n => ($"archive/data/{n}", Array.Empty<byte>())));
        Refused(entries, "has a directory of more than 1048576 bytes");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("archive\\data\\1")]
    [InlineData("C:/x")]
    public void An_archive_with_names_that_lead_elsewhere_is_refused(string name) =>
        Refused(TorchFileWriter.Archive([("archive/data.pkl", new PickleWriter().Op('}').Stop()), (name, [])]), "which is no plain name");

    [Fact]
    public void Two_pickles_two_entries_or_another_byte_order_are_refused()
    {
        var empty = new PickleWriter().Op('}').Stop();
        Refused(TorchFileWriter.Archive([("a/data.pkl", empty), ("b/data.pkl", empty)]), "needs one NAME/data.pkl");
        Refused(TorchFileWriter.Archive([("a/x", empty)]), "needs one NAME/data.pkl");
        Refused(TorchFileWriter.Archive([("a/data.pkl", empty), ("a/data.pkl", empty)]), "two entries a/data.pkl");
        Refused(TorchFileWriter.Zip(empty, new Dictionary<string, byte[]>(), "big"), "not little-endian");
        Refused(TorchFileWriter.Old(empty, new Dictionary<string, byte[]>(), [], littleEndian: false), "not little-endian");
    }

    [Fact]
    public void Something_else_than_a_state_dict_is_refused()
    {
        Refused(TorchFileWriter.Zip(new PickleWriter().Op('N').Stop(), new Dictionary<string, byte[]>()), "not a dictionary of tensors");
        Refused(TorchFileWriter.Zip(new PickleWriter().Op('}').Text("epoch").Int(3).Op('s').Stop(), new Dictionary<string, byte[]>()), "entry epoch is not a tensor");
        Refused(TorchFileWriter.Zip(new PickleWriter().Global("torchvision.models.resnet", "ResNet").Stop(), new Dictionary<string, byte[]>()), "asks for torchvision.models.resnet.ResNet");
        Refused([], "neither a zip archive nor a pickle");
        Refused("<html>404</html>"u8.ToArray(), "neither a zip archive nor a pickle");
        Refused(new PickleWriter().Int(1).Stop(), "magic number");
        Refused("PK\u0003\u0004 and then nothing that an archive has"u8.ToArray(), "no end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_refused(bool old)
    {
        var whole = old ? TorchFileWriter.Old(Small()) : TorchFileWriter.Zip(Small());
        for (var length = 0; length < whole.Length; length++) Refused(whole[..length], "");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void A_thousand_mutated_files_give_tensors_or_a_sentence(bool old, ulong seed)
    {
        var random = new SeededRandom(seed);
        var whole = old ? TorchFileWriter.Old(Small()) : TorchFileWriter.Zip(Small());
        for (var n = 0; n < 1000; n++)
        {
            var mutated = whole.ToArray();
            for (var flips = random.NextInt(1, 5); flips > 0; flips--) mutated[random.NextInt(0, mutated.Length - 1)] = (byte)random.NextInt(0, 255);
            try
            {
                using var file = Open(mutated);
                foreach (var name in file.Tensors.Keys) file.Read(name).Dispose();
            }
            catch (WeightsException e)
            {
                e.Message.Should().StartWith(PathOfFile).And.EndWith(".").And.NotContain("\n");
            }
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, Tensor> Small() => new() { ["a.weight"] = arange(6, ScalarType.Float32).reshape(2, 3), ["a.num_batches_tracked"] = tensor(5L) };

    private static Dictionary<string, Tensor> Everything() => new()
    {
        ["f32"] = tensor(new[] { 1.5f, float.NaN, float.NegativeInfinity, -0f, 3, 4 }).reshape(2, 3, 1),
        ["f64"] = tensor(new[] { 1.5, Math.PI }),
        ["f16"] = tensor(new[] { 1.5f, -2f, 7f }).to(ScalarType.Float16),
        ["bf16"] = tensor(new[] { 1.5f }).to(ScalarType.BFloat16),
        ["i64"] = tensor(long.MaxValue),
        ["empty"] = zeros(0, 3),
    };

    private static byte[] Bytes(float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static float[] Values(TorchFile file, string name)
    {
        using var tensor = file.Read(name);
        return tensor.data<float>().ToArray();
    }

    private TorchFile Open(byte[] bytes)
    {
        File.WriteAllBytes(PathOfFile, bytes);
        return TorchFile.Open(PathOfFile);
    }

    private void Refused(byte[] bytes, string reason)
    {
        var open = () => Open(bytes).Dispose();
        open.Should().Throw<WeightsException>().WithMessage($"{PathOfFile} cannot be used as weights: *{reason}*.");
    }
}
