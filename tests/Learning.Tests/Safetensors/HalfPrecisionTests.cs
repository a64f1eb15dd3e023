using CloudRestore.Learning.Safetensors;
using CsCheck;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Safetensors;

public sealed class HalfPrecisionTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Kernels_become_float16_and_everything_else_stays_as_it_is()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["kernel"] = randn(4, 3, 3, 3),
            ["bias"] = randn(4),
            ["running_var"] = full(4, 70000f),
            ["num_batches_tracked"] = tensor(3L),
            ["table"] = ones(2, 2, ScalarType.Int64),
        };
        var kernel = tensors["kernel"].data<float>().ToArray();

        HalfPrecision.Round(tensors);

        tensors["kernel"].dtype.Should().Be(ScalarType.Float16);
        tensors["kernel"].to(ScalarType.Float32).data<float>().ToArray().Should().Equal(kernel.Select(value => (float)(Half)value));
        tensors["running_var"].data<float>().ToArray().Should().OnlyContain(value => value == 70000f);
        tensors["bias"].dtype.Should().Be(ScalarType.Float32);
        tensors["num_batches_tracked"].dtype.Should().Be(ScalarType.Int64);
        tensors["table"].dtype.Should().Be(ScalarType.Int64);
    }

    [Theory]
    [InlineData(65504f, true)]
    [InlineData(65519f, true)]
    [InlineData(65520f, false)]
    [InlineData(-1e6f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(1e-20f, true)]
    public void One_value_decides_by_what_rounding_does_to_its_channel(float value, bool fits)
    {
        var kernel = ones(2, 8);
        kernel[1, 3] = tensor(value);

        HalfPrecision.Fits(kernel).Should().Be(fits);
    }

    [Fact]
    public void A_channel_that_would_vanish_keeps_the_tensor_in_float32()
    {
        var kernel = ones(2, 8);
        kernel[1] = full(8, 1e-8f);

        HalfPrecision.Fits(kernel).Should().BeFalse();
    }

    [Fact]
    public void A_channel_of_zeros_and_a_transposed_tensor_fit()
    {
        HalfPrecision.Fits(zeros(2, 8)).Should().BeTrue();
        HalfPrecision.Fits(randn(2, 8).t()).Should().BeTrue();
        HalfPrecision.Fits(zeros(0, 8)).Should().BeFalse();
    }

    [Fact]
    public void Whatever_the_values_rounding_moves_a_channel_by_a_thousandth_at_most() => Gen.Float.Array[6].Sample(
        values =>
        {
            using var scope = NewDisposeScope();
            var tensors = new Dictionary<string, Tensor> { ["t"] = tensor(values).reshape(2, 3) };
            HalfPrecision.Round(tensors);
            var stored = tensors["t"].to(ScalarType.Float32).data<float>().ToArray();
            tensors["t"].Dispose();
            foreach (var channel in new[] { 0, 3 })
            {
                var norm = Math.Sqrt(values.Skip(channel).Take(3).Sum(v => (double)v * v));
                var moved = Math.Sqrt(values.Zip(stored).Skip(channel).Take(3).Where(v => !v.First.Equals(v.Second)).Sum(v => Math.Pow((double)v.First - v.Second, 2)));
                if (!double.IsNaN(norm)) moved.Should().BeLessThanOrEqualTo(norm / 1000);
            }
        },
        threads: 1);

    public void Dispose() => _scope.Dispose();
}
