using CloudRestore.Learning.Data;
using CloudRestore.Learning.Presets;
using CsCheck;

namespace CloudRestore.Learning.Tests.Data;

public sealed class CropSamplerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PairStore _pairs;

    public CropSamplerTests() => _pairs = PairStore.Open(TestPairs.Write(_folder.Sub("pairs"), count: 3, seed: 5), cacheMebibytes: 64);

    public static TheoryData<CropPreset> Crops => new(
        new CropPreset { Size = 32, Flips = Flips.None },
        new CropPreset { Size = 64, ShorterSide = 64, MaxZoom = 2 },
        new CropPreset { Size = 48, Flips = Flips.Dihedral, FreshDamage = true },
        new CropPreset { Size = 48, FreshDamage = true, MonochromeShare = 0.5 },
        new CropPreset { Size = 200 });

    [Theory]
    [MemberData(nameof(Crops))]
    public void A_batch_is_the_same_whether_sampling_starts_at_it_or_before_it(CropPreset crop)
    {
        using var fromStart = new BatchPrefetcher(new CropSampler(_pairs, crop, batch: 2, seed: 9, damage: "lesson7"), first: 0, end: 6);
        var all = Enumerable.Range(0, 6).Select(_ => fromStart.Next()).ToArray();
        Gen.Int[0, 5].Sample(
            first =>
            {
                using var later = new BatchPrefetcher(new CropSampler(_pairs, crop, batch: 2, seed: 9, damage: "lesson7"), first, end: 6);
                for (var step = first; step < 6; step++)
                {
                    var batch = later.Next();
                    batch.Inputs.Should().Equal(all[step].Inputs);
                    batch.Targets.Should().Equal(all[step].Targets);
                }
            },
            iter: 6,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Crops))]
    public void Several_threads_cut_the_same_batches_in_the_same_order(CropPreset crop)
    {
        var sampler = new CropSampler(_pairs, crop, batch: 2, seed: 9, damage: "lesson7");
        using var batches = new BatchPrefetcher(sampler, first: 3, end: 20, threads: 4);
        for (var step = 3; step < 20; step++)
        {
            var (batch, expected) = (batches.Next(), sampler.Batch(step));
            batch.Inputs.Should().Equal(expected.Inputs);
            batch.Targets.Should().Equal(expected.Targets);
        }

        batches.Invoking(it => it.Next()).Should().Throw<InvalidOperationException>("all were taken");
    }

    [Fact]
    public void Another_seed_gives_other_crops()
    {
        var crop = new CropPreset { Size = 32 };
        var one = new CropSampler(_pairs, crop, batch: 4, seed: 1).Batch(0);
        var other = new CropSampler(_pairs, crop, batch: 4, seed: 2).Batch(0);
        one.Targets.Should().NotEqual(other.Targets);
    }

    [Fact]
    public void Input_and_target_show_the_same_place()
    {
        var batch = new CropSampler(_pairs, new CropPreset { Size = 96, Flips = Flips.Dihedral }, batch: 6, seed: 3).Batch(2);
        var distance = batch.Inputs.Zip(batch.Targets).Average(pair => Math.Abs(pair.First - pair.Second));
        var shuffled = batch.Inputs.Zip(batch.Targets.Reverse()).Average(pair => Math.Abs(pair.First - pair.Second));
        distance.Should().BeLessThan(shuffled / 2);
    }

    [Fact]
    public void Fresh_damage_differs_from_step_to_step_on_the_same_photograph()
    {
        using var folder = new TemporaryFolder();
        using var single = PairStore.Open(TestPairs.Write(folder.Sub("one"), count: 1, seed: 1), cacheMebibytes: 16);
        var crop = new CropPreset { Size = 128, Flips = Flips.None, FreshDamage = true, ShorterSide = 128 };
        var sampler = new CropSampler(single, crop, batch: 1, seed: 3, damage: "lesson7");
        sampler.Batch(0).Inputs.Should().NotEqual(sampler.Batch(1).Inputs);
    }

    [Fact]
    public void Originals_are_brought_to_one_tone_before_they_are_damaged()
    {
        CropBatch Sample(double share) =>
            new CropSampler(_pairs, new CropPreset { Size = 64, FreshDamage = true, MonochromeShare = share }, batch: 40, seed: 4, damage: "lesson7").Batch(0);
        static double Distance(CropBatch batch) => batch.Inputs.Zip(batch.Targets).Average(pair => Math.Abs(pair.First - pair.Second));

        var (coloured, toned) = (Sample(0), Sample(1));
        toned.Targets.Chunk(3).Should().OnlyContain(pixel => pixel[0] >= pixel[1] && pixel[1] >= pixel[2], "a tone is grey to brown");
        coloured.Targets.Chunk(3).Should().Contain(pixel => pixel[1] > pixel[0]);
        Distance(toned).Should().BeLessThan(1.5 * Distance(coloured), "an input that kept its colours would be far from a target without");
    }

    [Fact]
    public void A_share_of_the_originals_keeps_its_colours()
    {
        var batch = new CropSampler(_pairs, new CropPreset { Size = 32, FreshDamage = true, MonochromeShare = 0.5 }, batch: 60, seed: 4, damage: "lesson7").Batch(0);
        batch.Targets.Chunk(32 * 32 * 3).Count(sample => sample.Chunk(3).Any(pixel => pixel[1] > pixel[0])).Should().BeInRange(8, 50);
    }

    [Fact]
    public void Fresh_damage_without_a_recipe_is_refused()
    {
        var make = () => new CropSampler(_pairs, new CropPreset { FreshDamage = true }, batch: 1, seed: 3);
        make.Should().Throw<ArgumentException>().WithMessage("Crops with fresh damage need a recipe.*");
    }

    [Fact]
    public void Of_several_candidates_the_place_with_the_worst_damage_is_taken()
    {
        double Damage(int candidates)
        {
            var sampler = new CropSampler(_pairs, new CropPreset { Size = 32, Candidates = candidates }, batch: 8, seed: 3);
            return Enumerable.Range(0, 6).Select(step => sampler.Batch(step)).Average(batch => batch.Inputs.Zip(batch.Targets).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        }

        Damage(candidates: 8).Should().BeGreaterThan(Damage(candidates: 1));
    }

    [Fact]
    public void What_goes_wrong_while_cutting_reaches_whoever_asks_for_the_batch()
    {
        _pairs.Dispose();
        using var batches = new BatchPrefetcher(new CropSampler(_pairs, new CropPreset { Size = 32 }, batch: 1, seed: 1), first: 0, end: 2);
        var next = () => batches.Next();
        next.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void What_goes_wrong_with_a_batch_that_nobody_asks_for_is_of_no_consequence()
    {
        _pairs.Dispose();
        var batches = new BatchPrefetcher(new CropSampler(_pairs, new CropPreset { Size = 32 }, batch: 1, seed: 1), first: 0, end: 9);
        batches.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _folder.Dispose();
    }
}
