using System.ComponentModel.DataAnnotations;
using CloudRestore.GpuRunner.Configuration;

namespace CloudRestore.GpuRunner.Tests.Configuration;

public sealed class WorkerOptionsTests
{
    public static TheoryData<Action<WorkerOptions>, string> Mistakes => new()
    {
        { options => options.Queues = "gpu-paint", "Worker:Queues is 'gpu-paint': give one or both of gpu-restore, gpu-train, separated by a comma." },
        { options => options.Queues = "gpu-train,gpu-train", "Worker:Queues is 'gpu-train,gpu-train': give one or both*" },
        { options => options.Queues = " , ", "Worker:Queues is ' , ': give one or both*" },
        { options => options.Lease = TimeSpan.FromSeconds(14), "The field Lease must be between 00:00:15 and 00:01:00." },
        { options => options.Lease = TimeSpan.FromSeconds(61), "The field Lease must be between 00:00:15 and 00:01:00." },
        { options => options.Visibility = TimeSpan.FromSeconds(1), "The field Visibility must be between 00:00:02 and 7.00:00:00." },
        { options => options.Heartbeat = TimeSpan.Zero, "The field Heartbeat must be between*" },
        { options => options.LongestPoll = TimeSpan.FromMilliseconds(20), "Worker:LongestPoll must not be shorter than Worker:ShortestPoll." },
        { options => options.IdleExit = TimeSpan.FromMinutes(3), "Worker:IdleExit is for a runner with one queue: name one in Worker:Queues." },
        { options => (options.Queues, options.IdleExit) = ("gpu-train", options.Visibility - TimeSpan.FromSeconds(1)), "Worker:IdleExit must not be shorter than Worker:Visibility." },
        { options => options.HealthPort = 65536, "The field HealthPort must be between 0 and 65535." },
        { options => options.MaxFailures = 0, "The field MaxFailures must be between 1 and 100." },
        { options => options.Device = "tpu", "The field Device must match the regular expression*" },
        { options => options.Name = "", "The Name field is required." },
        { options => options.ScratchFolder = "", "The ScratchFolder field is required." },
    };

    [Fact]
    public void The_defaults_are_valid() => Problems(new WorkerOptions()).Should().BeEmpty();

    [Theory]
    [InlineData("gpu-train", "gpu-train")]
    [InlineData("gpu-train, gpu-restore", "gpu-train gpu-restore")]
    public void One_queue_or_both_can_be_served(string queues, string names)
    {
        var options = new WorkerOptions { Queues = queues };
        Problems(options).Should().BeEmpty();
        options.QueueNames.Should().Equal(names.Split(' '));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_in_one_sentence(Action<WorkerOptions> mistake, string sentence)
    {
        var options = new WorkerOptions();
        mistake(options);
        Problems(options).Should().ContainSingle().Which.Should().Match(sentence);
    }

    private static List<string?> Problems(WorkerOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage)];
    }
}
