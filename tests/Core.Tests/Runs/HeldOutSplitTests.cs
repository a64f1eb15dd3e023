using CloudRestore.Core.Runs;
using CsCheck;

namespace CloudRestore.Core.Tests.Runs;

public class HeldOutSplitTests
{
    private static readonly Gen<string> Hash = Gen.Byte.Array[32].Select(Convert.ToHexStringLower);

    private static readonly Gen<string[]> Small = Dataset(4, 19);

    private static readonly Gen<string[]> Large = Dataset(20, 400);

    [Fact]
    public void At_least_two_photographs_are_held_out_and_at_least_two_are_trained_on() => Gen.OneOf(Small, Large).Sample(dataset =>
    {
        var split = HeldOutSplit.Choose(dataset);
        split.Keys.ToHashSet().SetEquals(dataset).Should().BeTrue();
        Count(split, DatasetPhotograph.HeldOut).Should().BeInRange(2, 100);
        Count(split, DatasetPhotograph.Train).Should().BeGreaterThanOrEqualTo(2);
    });

    [Fact]
    public void Below_twenty_photographs_exactly_two_are_held_out_and_the_rest_trained_on() => Small.Sample(dataset =>
    {
        var split = HeldOutSplit.Choose(dataset);
        Count(split, DatasetPhotograph.HeldOut).Should().Be(2);
        Count(split, DatasetPhotograph.Train).Should().Be(dataset.Length - 2);
    });

    [Fact]
    public void The_same_content_stays_on_its_side_whatever_else_is_in_the_dataset() =>
        Gen.Select(Dataset(2, 40), Large, Large).Sample((shared, one, other) =>
        {
            var first = HeldOutSplit.Choose(Together(shared, one));
            var second = HeldOutSplit.Choose(Together(shared, other));
            foreach (var hash in shared)
                (second[hash] == DatasetPhotograph.Train).Should().Be(first[hash] == DatasetPhotograph.Train);
        });

    [Fact]
    public void The_order_of_the_photographs_does_not_matter() => Large.Sample(dataset =>
        HeldOutSplit.Choose([.. dataset.Reverse()]).OrderBy(entry => entry.Key).SequenceEqual(HeldOutSplit.Choose(dataset).OrderBy(entry => entry.Key)));

    [Fact]
    public void Of_a_large_dataset_a_hundred_are_held_out_and_the_rest_of_the_tenth_is_not_trained_on_either()
    {
        string[] dataset = [.. Enumerable.Range(0, 3000).Select(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))))];

        var split = HeldOutSplit.Choose(dataset);

        Count(split, DatasetPhotograph.HeldOut).Should().Be(100);
        Count(split, DatasetPhotograph.Train).Should().BeInRange(2600, 2800);
        Count(split, DatasetPhotograph.Spare).Should().Be(2900 - Count(split, DatasetPhotograph.Train));
    }

    // Two contents with low hashes are in every dataset of a few dozen photographs, but not in every one of twenty.
    private static string[] Together(string[] shared, string[] others) =>
        [.. shared.Concat(others).Append(new string('0', 64)).Append(new string('0', 63) + "1").Distinct()];

    private static Gen<string[]> Dataset(int fewest, int most) => Hash.Array[fewest, most].Where(hashes => hashes.Distinct().Count() == hashes.Length);

    private static int Count(IReadOnlyDictionary<string, string> split, string side) => split.Values.Count(value => value == side);
}
