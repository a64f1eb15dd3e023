using System.Runtime.InteropServices;
using CloudRestore.Core.Telemetry;

namespace CloudRestore.Core.Tests.Telemetry;

public class NvidiaMemoryTests
{
    private const int Success = 0;
    private const int GpuIsLost = 15;

    [Theory]
    [InlineData("libno-such-driver.so.1", "there is none")]
    [InlineData("libc.so.6", "it is another library")]
    public void Without_the_driver_there_is_no_figure_and_no_failure(string library, string why) => NvidiaMemory.Load(library).Should().BeNull(why);

    [Fact]
    public void What_is_in_use_on_all_cards_is_told_in_bytes() => Cards(3_000_000_000, 5_000_000_000).Used().Should().Be(8_000_000_000);

    [Fact]
    public void A_card_that_does_not_answer_is_left_out() => Cards(3_000_000_000, null).Used().Should().Be(3_000_000_000);

    [Fact]
    public void Without_a_card_that_answers_there_is_no_figure()
    {
        Cards().Used().Should().BeNull();
        Cards(null, null).Used().Should().BeNull();
        new NvidiaMemory(static (out uint count) => Fails(out count), static (uint _, out nint card) => Fails(out card), static (nint _, out NvidiaMemory.Memory memory) => Fails(out memory))
            .Used().Should().BeNull();
    }

    [Fact]
    public void Memory_lies_as_the_driver_writes_it()
    {
        // nvmlMemory_t: three unsigned long long, total, free, used.
        byte[] written = [.. BitConverter.GetBytes(24UL), .. BitConverter.GetBytes(20UL), .. BitConverter.GetBytes(4UL)];

        MemoryMarshal.Read<NvidiaMemory.Memory>(written).Used.Should().Be(4);
        Marshal.SizeOf<NvidiaMemory.Memory>().Should().Be(written.Length);
    }

    /// <summary>A driver that knows these cards; null for one that does not tell its memory.</summary>
    private static NvidiaMemory Cards(params ulong?[] used) => new(
        (out uint count) =>
        {
            count = (uint)used.Length;
            return Success;
        },
        static (uint index, out nint card) =>
        {
            card = (nint)index;
            return Success;
        },
        (nint card, out NvidiaMemory.Memory memory) =>
        {
            memory = new NvidiaMemory.Memory { Used = used[card] ?? 0, Total = 24_000_000_000 };
            return used[card] is null ? GpuIsLost : Success;
        });

    private static int Fails<T>(out T? value)
    {
        value = default;
        return GpuIsLost;
    }
}
