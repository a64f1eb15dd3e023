using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Serialization;
using CsCheck;

namespace CloudRestore.Core.Tests.Jobs;

public sealed class JobMessageTests
{
    private static readonly JobMessage Training = new()
    {
        JobId = "run1.gan",
        Kind = JobKind.Gan,
        Training = new TrainingJob
        {
            RunId = "run1",
            Preset = "lesson7",
            Seed = ulong.MaxValue,
            Dataset = "pets",
            Pairs = new BlobAddress("datasets", "pets/crappy/abc/train/"),
            HeldOut = new BlobAddress("datasets", "pets/crappy/abc/held-out/"),
            Inputs = new Dictionary<string, BlobAddress> { ["generator"] = new("runs", "run1/pretrain-generator/attempt-1/") },
            Overrides = new Dictionary<string, string> { ["gan.steps"] = "10" },
        },
    };

    private static readonly JobMessage Restoration = new()
    {
        JobId = "upload-1.0",
        Kind = JobKind.Restore,
        Restoration = new RestorationJob
        {
            Source = new BlobAddress("uploads", "été/a b.jpg"),
            SourceETag = "\"0x8D\"",
            Target = new BlobAddress("restored", "été/a b.jpg"),
            Model = "run1",
            Size = new OutputSize(ShorterSide: 256),
        },
    };

    [Fact]
    public void A_message_comes_back_as_it_was_written()
    {
        WireDocument.Read<JobMessage>(WireDocument.Write(Training)).Should().BeEquivalentTo(Training);
        WireDocument.Read<JobMessage>(WireDocument.Write(Restoration)).Should().BeEquivalentTo(Restoration);
    }

    [Fact]
    public void Kinds_are_written_by_the_names_of_their_stages() =>
        Encoding.UTF8.GetString(WireDocument.Write(Training with { Kind = JobKind.PretrainGenerator })).Should().Contain("\"kind\":\"pretrain-generator\"");

    [Fact]
    public void A_version_from_another_release_is_refused_and_the_message_says_what_to_do()
    {
        var act = () => WireDocument.Read<JobMessage>(WireDocument.Write(Training with { Version = 2 }));
        act.Should().Throw<WireFormatException>().WithMessage("This job message has version 2, and this release reads version 1: run the same release*");
    }

    [Fact]
    public void A_message_without_a_version_is_refused()
    {
        var act = () => WireDocument.Read<JobMessage>("{\"jobId\":\"a\"}"u8);
        act.Should().Throw<WireFormatException>().WithMessage("*has no version*");
    }

    [Fact]
    public void A_message_over_16_KB_is_refused_on_both_sides()
    {
        var large = Training with { TraceParent = new string('x', WireDocument.MaxBytes) };
        FluentActions.Invoking(() => WireDocument.Write(large)).Should().Throw<WireFormatException>().WithMessage("*too large*");
        FluentActions.Invoking(() => WireDocument.Read<JobMessage>(new byte[WireDocument.MaxBytes + 1])).Should().Throw<WireFormatException>().WithMessage("*too large*");
    }

    [Theory]
    [InlineData(JobKind.Evaluate, 2)]
    [InlineData(JobKind.Gan, 0)]
    [InlineData(JobKind.Gan, 10)]
    public void A_cycle_that_cannot_be_is_refused(JobKind kind, int cycle)
    {
        var act = () => WireDocument.Read<JobMessage>(WireDocument.Write(Training with { Kind = kind, Training = Training.Training! with { Cycle = cycle } }));
        act.Should().Throw<WireFormatException>().WithMessage($"*names the cycle {cycle}: only generate, pretrain-critic and gan have cycles, 1 to 9.");
    }

    [Fact]
    public void A_message_must_carry_the_data_of_its_kind()
    {
        var act = () => WireDocument.Read<JobMessage>(WireDocument.Write(Training with { Kind = JobKind.Restore }));
        act.Should().Throw<WireFormatException>().WithMessage("*must carry exactly the data of its kind*");
    }

    [Fact]
    public void Addresses_outside_our_containers_are_refused()
    {
        var job = Restoration with { Restoration = Restoration.Restoration! with { Target = new BlobAddress("restored", "../models/registry.json") } };
        FluentActions.Invoking(() => WireDocument.Read<JobMessage>(WireDocument.Write(job))).Should().Throw<WireFormatException>();
        job = Restoration with { Restoration = Restoration.Restoration! with { Source = new BlobAddress("azure-webjobs-hosts", "x") } };
        FluentActions.Invoking(() => WireDocument.Read<JobMessage>(WireDocument.Write(job))).Should().Throw<WireFormatException>().WithMessage("*not a container*");
    }

    [Fact]
    public void Whatever_arrives_is_either_a_message_or_a_clear_error()
    {
        var valid = WireDocument.Write(Training);
        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            var bytes = (byte[])valid.Clone();
            foreach (var (at, value) in changes)
                bytes[at] = value;
            try
            {
                WireDocument.Read<JobMessage>(bytes).Validate();
            }
            catch (WireFormatException e)
            {
                e.Message.Should().NotBeNullOrWhiteSpace();
            }
        });
    }

    [Fact]
    public void A_success_must_name_its_output()
    {
        var result = new JobResult { JobId = "a", Kind = JobKind.Gan, Outcome = JobOutcome.Succeeded, Attempt = 1, StartedAt = default, FinishedAt = default };
        FluentActions.Invoking(() => WireDocument.Read<JobResult>(WireDocument.Write(result))).Should().Throw<WireFormatException>().WithMessage("*names no output*");
    }
}
