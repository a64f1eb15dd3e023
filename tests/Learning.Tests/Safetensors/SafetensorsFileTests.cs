using System.Buffers.Binary;
using System.Text;
using CloudRestore.Learning.Safetensors;
using CsCheck;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("networks-safetensors-").FullName;
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string PathOfFile => Path.Combine(_folder, "file.safetensors");

    [Fact]
    public void Every_type_and_shape_comes_back_with_its_bits()
    {
        var tensors = Everything();
        SafetensorsFile.Write(PathOfFile, tensors, new Dictionary<string, string> { ["café"] = "\"quoted\"" });
        using var content = SafetensorsFile.Read(PathOfFile);
        content.Metadata.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("café", "\"quoted\""));
        Same(content.Tensors, tensors).Should().BeTrue();
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_in_any_order_and_a_header_of_whole_words()
    {
        var tensors = Everything();
        SafetensorsFile.Write(PathOfFile, tensors);
        var first = File.ReadAllBytes(PathOfFile);
        SafetensorsFile.Write(PathOfFile, tensors.Reverse().ToDictionary());
        File.ReadAllBytes(PathOfFile).Should().Equal(first);
        (BinaryPrimitives.ReadInt64LittleEndian(first) % 8).Should().Be(0);
    }

    [Fact]
    public void A_view_is_written_as_what_it_shows()
    {
        var matrix = arange(6, ScalarType.Float32).reshape(2, 3);
        SafetensorsFile.Write(PathOfFile, new Dictionary<string, Tensor> { ["t"] = matrix.t() });
        using var content = SafetensorsFile.Read(PathOfFile);
        content.Tensors["t"].data<float>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
    }

    [Theory]
    [InlineData("[]", 0, "header is not a JSON object")]
    [InlineData("{", 0, "not the JSON that the format asks for")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not the JSON")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "unknown type F64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "not what its shape asks for")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "not what its shape asks for")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "negative, broken or too large")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "negative, broken or too large")]
    [InlineData("""{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, "not the JSON that the format asks for")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "leaves a gap or overlaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "leaves a gap or overlaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 2, "2 bytes of data where its header describes 1")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 2, "2 bytes of data where its header describes 3")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}""", 1, "not described by dtype, shape and data_offsets alone")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "metadata is not a map of text to text")]
    public void A_malformed_file_is_named_in_one_sentence(string header, int data, string reason)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        File.WriteAllBytes(PathOfFile, file);
        var read = () => SafetensorsFile.Read(PathOfFile);
        read.Should().Throw<SafetensorsException>().WithMessage($"{PathOfFile} is not a valid safetensors file: *{reason}*.");
    }

    [Theory]
    [InlineData("0102")]
    [InlineData("ffffffffffffffff7b7d")]
    [InlineData("03000000000000007b7d")]
    public void A_header_longer_than_the_file_is_refused(string bytes)
    {
        File.WriteAllBytes(PathOfFile, Convert.FromHexString(bytes));
        var read = () => SafetensorsFile.Read(PathOfFile);
        read.Should().Throw<SafetensorsException>();
    }

    [Fact]
    public void A_thousand_mutated_files_give_an_error_or_tensors_and_never_a_crash()
    {
        SafetensorsFile.Write(PathOfFile, Everything(), new Dictionary<string, string> { ["k"] = "v" });
        var whole = File.ReadAllBytes(PathOfFile);
        (from at in Gen.Int[0, whole.Length - 1] from value in Gen.Byte from length in Gen.Int[0, whole.Length + 3] from cut in Gen.Int[0, 3] select (at, value, length, cut))
            .Sample(m =>
            {
                var mutated = whole.ToArray();
                mutated[m.at] = m.value;
                if (m.cut == 0) Array.Resize(ref mutated, m.length);
                var path = Path.Combine(_folder, "mutated");
                File.WriteAllBytes(path, mutated);
                try
                {
                    using var content = SafetensorsFile.Read(path);
                    content.Tensors.Values.Sum(t => t.numel() * t.element_size()).Should().BeLessThanOrEqualTo(mutated.Length);
                }
                catch (SafetensorsException e)
                {
                    e.Message.Should().StartWith(path);
                }
            }, iter: 1000, threads: 1);
    }

    [Fact]
    public void A_type_outside_the_format_is_not_written()
    {
        var write = () => SafetensorsFile.Write(PathOfFile, new Dictionary<string, Tensor> { ["a"] = zeros(1, ScalarType.ComplexFloat32) });
        write.Should().Throw<SafetensorsException>();
        File.Exists(PathOfFile).Should().BeFalse();
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, Tensor> Everything() => new()
    {
        ["f32"] = tensor(new[] { 1.5f, float.NaN, float.NegativeInfinity, -0f }).reshape(2, 2),
        ["f16"] = tensor(new[] { 1.5f, -2f, 7f }).to(ScalarType.Float16),
        ["bf16"] = tensor(new[] { 1.5f }).to(ScalarType.BFloat16),
        ["i64"] = tensor(long.MaxValue),
        ["i32"] = tensor(new[] { int.MinValue, 3 }),
        ["u8"] = tensor(new byte[] { 0, 255, 7 }),
        ["bool"] = tensor(new[] { true, false, true }),
        ["empty"] = zeros(0, 3),
    };

    private static bool Same(IReadOnlyDictionary<string, Tensor> one, Dictionary<string, Tensor> other) =>
        one.Count == other.Count && one.All(t => other.TryGetValue(t.Key, out var twin) && t.Value.dtype == twin.dtype
            && t.Value.shape.SequenceEqual(twin.shape) && t.Value.bytes.ToArray().SequenceEqual(twin.bytes.ToArray()));
}
