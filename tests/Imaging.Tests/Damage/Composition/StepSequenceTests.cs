using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Composition;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Composition;

public class StepSequenceTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(24, 16);

    [Fact]
    public void A_step_keeps_its_draws_when_another_changes() => Gen.ULong.Sample(seed =>
        Heard(seed, log => [new NumberStamp(), new RecordingStep(log)]).Single().Drawn
        == Heard(seed, log => [new LowResolution { ShorterSide = 8, MaxShorterSide = 9 }, new RecordingStep(log), new JpegArtefacts()]).Single().Drawn);

    [Fact]
    public void A_list_shares_the_quality_of_its_first_jpeg_step() =>
        Heard(7, log => [new RecordingStep(log), Jpeg(31), new RecordingStep(log), Jpeg(77), new RecordingStep(log)])
            .Should().OnlyContain(heard => heard.Quality == 31);

    [Fact]
    public void A_list_without_jpeg_hears_the_quality_around_it() =>
        Heard(7, log => [new Sometimes { Probability = 1, Steps = [new RecordingStep(log)] }, Jpeg(31)]).Single().Quality.Should().Be(31);

    [Fact]
    public void A_list_with_jpeg_has_its_own_quality() =>
        Heard(7, log => [new Sometimes { Probability = 1, Steps = [new RecordingStep(log), Jpeg(77)] }, Jpeg(31), new RecordingStep(log)])
            .Select(heard => heard.Quality).Should().Equal(77, 31);

    [Fact]
    public void Later_jpeg_steps_compress_with_their_own_quality()
    {
        var noise = TestPictures.Noise(48, 32, 2);
        var twice = StepSequence.Apply([Jpeg(90), Jpeg(10)], noise, 5, null);
        var expected = Compress(Compress(noise, 90), 10);
        twice.Pixels.Should().Equal(expected.Pixels);
    }

    [Fact]
    public void One_step_object_used_twice_is_two_steps()
    {
        // The first quality is the list's; a second draw of the same number is one chance in a hundred for each of five seeds.
        var jpeg = new JpegArtefacts { MinQuality = 1, MaxQuality = 100 };
        var noise = TestPictures.Noise(48, 32, 2);
        Enumerable.Range(0, 5).Select(seed =>
        {
            var quality = Heard((ulong)seed, log => [new RecordingStep(log), jpeg, jpeg]).Single().Quality;
            return StepSequence.Apply([new Sometimes(), jpeg, jpeg], noise, (ulong)seed, null).Pixels.SequenceEqual(Compress(Compress(noise, quality), quality).Pixels);
        }).Should().Contain(false);
    }

    private static JpegArtefacts Jpeg(int quality) => new() { MinQuality = quality, MaxQuality = quality };

    private static RgbImage Compress(RgbImage picture, int quality) => Jpeg(quality).Apply(picture, new DamageContext(new SeededRandom(1), quality));

    private static List<(ulong Drawn, int Quality)> Heard(ulong seed, Func<List<(ulong, int)>, IReadOnlyList<IDamageStep>> steps)
    {
        var log = new List<(ulong, int)>();
        StepSequence.Apply(steps(log), Picture, seed, null);
        return log;
    }
}
