using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Ageing;
using CloudRestore.Imaging.Damage.Blur;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Lettering;
using CloudRestore.Imaging.Damage.Noise;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

/// <summary>What holds for every kind of damage.</summary>
public class DamageStepTests
{
    private static readonly RgbImage Picture = TestPictures.Noise(45, 34, 3);

    public static TheoryData<IDamageStep> RandomSteps => new()
    {
        new LowResolution { ShorterSide = 8, MaxShorterSide = 33 }, new NumberStamp(), new TextStamp(), new GaussianBlur(), new MotionBlur(), new SincFilter(),
        new GaussianNoise(), new PoissonNoise(), new Fading(), new Scratches(), new Dust(), new Resize(), new Sometimes { Steps = [new Greyscale()] },
        new OneOf { Options = [new(), new() { Steps = [new Greyscale()] }] },
    };

    public static TheoryData<IDamageStep> HarmlessSteps => new()
    {
        new GaussianBlur { MinSigma = 0, MaxSigma = 0 }, new MotionBlur { MinLength = 1, MaxLength = 1 }, new GaussianNoise { MinSigma = 0, MaxSigma = 0 },
        new PoissonNoise { MinScale = 0, MaxScale = 0 }, new Scratches { MinCount = 0, MaxCount = 0 }, new Scratches { MinOpacity = 0, MaxOpacity = 0 },
        new Dust { MinCount = 0, MaxCount = 0 }, new Dust { MinOpacity = 0, MaxOpacity = 0 }, new TextStamp { MinCount = 0, MaxCount = 0 },
        new TextStamp { MinOpacity = 0, MaxOpacity = 0 }, new Resize { UpProbability = 0, DownProbability = 0 }, new LowResolution { ShorterSide = 34 },
        new Fading { MinContrast = 1, MaxContrast = 1, MinPaleness = 0, MaxPaleness = 0, MinCast = 0, MaxCast = 0 },
    };

    public static TheoryData<IDamageStep, string> RefusedSteps => new()
    {
        { new GaussianBlur { MinSigma = 3, MaxSigma = 1 }, "The blur's sigma must be 0 to 10, the lowest first, not 3 to 1." },
        { new GaussianBlur { MaxSigma = double.NaN }, "The blur's sigma must be 0 to 10, the lowest first, not 0.2 to NaN." },
        { new GaussianBlur { MaxAngle = 200 }, "The blur's angle must be -180 to 180, the lowest first, not -90 to 200." },
        { new GaussianBlur { MinBeta = 0 }, "The blur's beta must be 0.2 to 8, the lowest first, not 0 to 4." },
        { new GaussianBlur { Profile = (BlurProfile)9 }, "The blur's profile must be gaussian, generalized or plateau." },
        { new MotionBlur { MaxLength = 65 }, "The motion's length must be 1 to 64, the lowest first, not 3 to 65." },
        { new MotionBlur { MinAngle = 91 }, "The motion's angle must be -180 to 180, the lowest first, not 91 to 90." },
        { new SincFilter { MinCutoff = 0 }, "The cut-off must be 0.1 to 1, the lowest first, not 0 to 1." },
        { new SincFilter { MaxRadius = 16 }, "The kernel's radius must be 1 to 15, the lowest first, not 3 to 16." },
        { new GaussianNoise { MinSigma = -1 }, "The noise's sigma must be 0 to 100, the lowest first, not -1 to 30." },
        { new GaussianNoise { GreyShare = 2 }, "The share of grey noise must be 0 to 1, not 2." },
        { new PoissonNoise { MaxScale = 11 }, "The noise's scale must be 0 to 10, the lowest first, not 0.05 to 11." },
        { new Fading { MaxContrast = 1.1 }, "The contrast that fading leaves must be 0 to 1, the lowest first, not 0.45 to 1.1." },
        { new Fading { MinLift = -0.1 }, "The lift of faded blacks must be 0 to 1, the lowest first, not -0.1 to 0.9." },
        { new Fading { MinPaleness = 1 }, "The paleness must be 0 to 1, the lowest first, not 1 to 0.9." },
        { new Fading { MaxCast = 2 }, "The cast must be 0 to 1, the lowest first, not 0 to 2." },
        { new Scratches { MaxCount = 201 }, "The number of scratches must be 0 to 200, the lowest first, not 1 to 201." },
        { new Scratches { MinThickness = 0 }, "The thickness of scratches must be 0.0005 to 0.05, the lowest first, not 0 to 0.005." },
        { new Scratches { CurvedShare = -1 }, "The share of curved scratches must be 0 to 1, not -1." },
        { new Dust { MinCount = -1 }, "The number of grains of dust must be 0 to 2000, the lowest first, not -1 to 80." },
        { new Dust { MaxSize = 1 }, "The size of specks must be 0.0005 to 0.05, the lowest first, not 0.001 to 1." },
        { new Dust { HairShare = 1.5 }, "The share of hairs must be 0 to 1, not 1.5." },
        { new Resize { UpProbability = 0.5 }, "The probabilities of growing and shrinking must be 0 to 1 and no more than 1 together, not 0.5 and 0.7." },
        { new Resize { UpProbability = -0.1 }, "The probabilities of growing and shrinking must be 0 to 1 and no more than 1 together, not -0.1 and 0.7." },
        { new Resize { MinScale = 0 }, "The scale must be 0.05 to 4, the lowest first, not 0 to 1.5." },
        { new Resize { Steps = [new GaussianNoise { GreyShare = 2 }] }, "The share of grey noise must be 0 to 1, not 2." },
        { new TextStamp { MaxCount = 21 }, "The number of texts must be 0 to 20, the lowest first, not 1 to 21." },
        { new TextStamp { MinSize = 0 }, "The size of text must be 0.01 to 1, the lowest first, not 0 to 0.18." },
        { new TextStamp { WhiteShare = 0.9 }, "The shares of white and black text must be 0 to 1 and no more than 1 together, not 0.9 and 0.15." },
        { new TextStamp { MaxRotation = 181 }, "The rotation of text must be 0 to 180, not 181." },
        { new TextStamp { Texts = [""] }, "A text to stamp must have 1 to 60 characters." },
    };

    [Theory]
    [MemberData(nameof(RandomSteps))]
    public void The_same_seed_does_the_same_and_others_do_not(IDamageStep step)
    {
        string[] damaged = [.. Enumerable.Range(0, 12).AsParallel().AsOrdered().Select(seed => Bytes(step.Apply(Picture, (ulong)seed)))];
        damaged.Should().Equal(Enumerable.Range(0, 12).Select(seed => Bytes(step.Apply(Picture, (ulong)seed))));
        damaged.Distinct().Should().HaveCountGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(RandomSteps))]
    public void The_picture_given_stays_as_it_was(IDamageStep step)
    {
        var before = Bytes(Picture);
        for (var seed = 0UL; seed < 5; seed++)
            step.Apply(Picture, seed);
        Bytes(Picture).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(HarmlessSteps))]
    public void Damage_without_strength_does_nothing(IDamageStep step)
    {
        for (var seed = 0UL; seed < 5; seed++)
            Bytes(step.Apply(Picture, seed)).Should().Be(Bytes(Picture));
    }

    [Theory]
    [MemberData(nameof(RefusedSteps))]
    public void Values_out_of_range_are_named_in_a_sentence(IDamageStep step, string sentence) => step.Invalid().Should().Be(sentence);

    [Fact]
    public void Whatever_is_in_range_is_accepted_and_works_on_any_picture() => Gen.Select(DamageSteps.Any, Gen.Int[1, 30], Gen.Int[1, 30], Gen.ULong).Sample((step, width, height, seed) =>
    {
        step.Invalid().Should().BeNull();
        var damaged = step.Apply(TestPictures.Noise(width, height, seed), seed);
        damaged.Width.Should().BePositive();
    }, iter: 300);

    [Fact]
    public void Shares_that_make_a_whole_are_accepted() => Gen.Int[0, 10].Sample(tenths =>
        new TextStamp { WhiteShare = tenths / 10.0, BlackShare = (10 - tenths) / 10.0 }.Invalid() is null
        && new Resize { UpProbability = tenths / 10.0, DownProbability = (10 - tenths) / 10.0 }.Invalid() is null);

    [Fact]
    public void Every_step_survives_json() => DamageSteps.Any.Array[1, 4].Sample(steps =>
    {
        var recipe = new DamageRecipe { Name = "x", Steps = steps };
        var back = DamageRecipe.FromJson(recipe.ToJson());
        return back.ToJson() == recipe.ToJson() && back.Steps.Select(step => step.GetType()).SequenceEqual(steps.Select(step => step.GetType()));
    }, iter: 500);

    private static string Bytes(RgbImage image) => $"{image.Width} {Convert.ToHexString(image.Pixels)}";
}
