using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Tests.Data;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Safetensors;

/// <summary>Files damaged in thousands of seeded ways: each gives a sentence, or exactly what it says.</summary>
public sealed class SafetensorsMutationTests : IDisposable
{
    private static readonly string[] Types = ["F32", "F16", "BF16", "I64", "I32", "U8", "BOOL", "F64", "C64", "", "f32"];
    private static readonly long[] Sizes = [-1, 0, 1, 2, 3, 7, 8, int.MaxValue, 1L << 31, 1L << 32, 1L << 61, 1L << 62, long.MaxValue, long.MinValue];

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _whole;

    public SafetensorsMutationTests()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(PathOfFile, new Dictionary<string, Tensor>
        {
            ["kernel"] = arange(24, ScalarType.Float32).reshape(2, 3, 4),
            ["half"] = ones(5, ScalarType.Float16),
            ["count"] = tensor(3L),
            ["flags"] = tensor(new[] { true, false }),
            ["empty"] = zeros(0, 3),
        }, new Dictionary<string, string> { ["name"] = "x" });
        _whole = File.ReadAllBytes(PathOfFile);
    }

    private string PathOfFile => Path.Combine(_folder.Root, "mutated.safetensors");

    [Theory]
    [InlineData("a byte of the header")]
    [InlineData("bytes anywhere")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("length of the header")]
    [InlineData("shape")]
    [InlineData("offsets")]
    [InlineData("type")]
    [InlineData("name twice")]
    [InlineData("deep JSON")]
    [InlineData("entries moved")]
    public void A_damaged_file_gives_a_sentence_or_what_it_says(string damage)
    {
        var random = new SeededRandom((ulong)damage.Length + damage[0]);
        var refused = 0;
        for (var n = 0; n < 300; n++)
        {
            var file = Mutate(damage, random);
            File.WriteAllBytes(PathOfFile, file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var content = SafetensorsFile.Read(PathOfFile);
                RequireWhatItSays(content, file);
            }
            catch (SafetensorsException e)
            {
                refused++;
                e.Message.Should().StartWith($"{PathOfFile} is not a valid safetensors file: ").And.EndWith(".").And.NotContain("\n");
                e.Message.Length.Should().BeLessThan(PathOfFile.Length + 400);
            }

            // The stream's buffer is a mebibyte.
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((4L << 20) + (40L * file.Length), damage);
        }

        refused.Should().BePositive("this damage must matter");
    }

    public void Dispose() => _folder.Dispose();

    private byte[] Mutate(string damage, SeededRandom random)
    {
        var file = _whole.ToArray();
        var header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        switch (damage)
        {
            case "a byte of the header":
                file[random.NextInt(8, header - 1)] = (byte)random.NextInt(0, 255);
                return file;
            case "bytes anywhere":
                for (var flips = random.NextInt(1, 6); flips > 0; flips--) file[random.NextInt(0, file.Length - 1)] ^= (byte)(1 << random.NextInt(0, 7));
                return file;
            case "cut":
                return file[..random.NextInt(0, file.Length - 1)];
            case "longer":
                return [.. file, .. new byte[random.NextInt(1, 100)]];
            case "length of the header":
                BinaryPrimitives.WriteInt64LittleEndian(file, random.NextInt(0, 1) == 0 ? Pick(Sizes, random) : random.NextInt(0, 2 * file.Length));
                return file;
            case "deep JSON":
                return Compose(Deep(random), file[header..]);
            case "name twice":
                var json = Encoding.UTF8.GetString(file, 8, header - 8).TrimEnd();
                var copy = random.NextInt(0, 1) == 0 ? "kernel" : "__metadata__";
                return Compose($"{json[..^1]},\"{copy}\":{JsonNode.Parse(json)![copy]!.ToJsonString()}}}", file[header..]);
            default:
                var root = JsonNode.Parse(file.AsSpan(8, header - 8))!.AsObject();
                Change(damage, root, random);
                return Compose(root.ToJsonString(), file[header..]);
        }
    }

    private static void Change(string damage, JsonObject root, SeededRandom random)
    {
        var name = Pick(["kernel", "half", "count", "flags", "empty"], random);
        var entry = root[name]!.AsObject();
        switch (damage)
        {
            case "shape":
                entry["shape"] = new JsonArray([.. Enumerable.Range(0, random.NextInt(0, random.NextInt(0, 9) == 0 ? 1000 : 5)).Select(_ => JsonValue.Create(Pick(Sizes, random)))]);
                break;
            case "offsets":
                entry["data_offsets"] = new JsonArray([.. Enumerable.Range(0, random.NextInt(0, 3)).Select(_ => JsonValue.Create(random.NextInt(0, 1) == 0 ? Pick(Sizes, random) : random.NextInt(0, 130)))]);
                break;
            case "type":
                entry["dtype"] = random.NextInt(0, 5) switch { 0 => 5, 1 => new string('x', 10_000) + "\n", _ => Pick(Types, random) };
                break;
            default:
                var other = root[Pick(["kernel", "half", "count", "flags", "empty"], random)]!;
                entry["data_offsets"] = other["data_offsets"]!.DeepClone();
                if (random.NextInt(0, 2) == 0) entry["shape"] = other["shape"]!.DeepClone();
                break;
        }
    }

    private static string Deep(SeededRandom random)
    {
        var depth = random.NextInt(1, 100_000);
        return random.NextInt(0, 2) switch
        {
            0 => new string('[', depth),
            1 => string.Concat(Enumerable.Repeat("{\"a\":", depth / 5)),
            _ => $"{{\"a\":{{\"dtype\":\"U8\",\"shape\":{new string('[', depth)}{new string(']', depth)},\"data_offsets\":[0,0]}}}}",
        };
    }

    private static byte[] Compose(string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private static T Pick<T>(IReadOnlyList<T> from, SeededRandom random) => from[random.NextInt(0, from.Count - 1)];

    /// <summary>Reads the header anew, without the code under test.</summary>
    private static void RequireWhatItSays(SafetensorsContent content, byte[] file)
    {
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using var json = JsonDocument.Parse(file.AsMemory(8, header));
        var described = json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToList();
        content.Tensors.Keys.Should().BeEquivalentTo(described.Select(entry => entry.Name));
        foreach (var entry in described)
        {
            var tensor = content.Tensors[entry.Name];
            tensor.shape.Should().Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()));
            var offsets = entry.Value.GetProperty("data_offsets");
            var bytes = file[(8 + header + offsets[0].GetInt32())..(8 + header + offsets[1].GetInt32())];
            (tensor.numel() == 0 ? [] : tensor.bytes.ToArray()).Should().Equal(bytes, entry.Name);
        }
    }
}
