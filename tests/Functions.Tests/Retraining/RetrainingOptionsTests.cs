using CloudRestore.Functions.Retraining;

namespace CloudRestore.Functions.Tests.Retraining;

public class RetrainingOptionsTests
{
    private static readonly RetrainingOptions Valid = new() { Schedule = "0 0 3 * * SUN", TimeZone = "Europe/Berlin", Dataset = "pets" };

    [Fact]
    public void A_schedule_with_a_dataset_is_accepted_and_so_is_none_at_all()
    {
        Problem(Valid).Should().BeNull();
        Problem(new RetrainingOptions()).Should().BeNull();
        RetrainingCalendar.Of(new RetrainingOptions()).Should().BeNull();
    }

    [Fact]
    public void What_could_only_fail_at_night_is_refused_at_the_start_with_one_sentence()
    {
        Problem(Valid with { Schedule = "0 3 * * SUN" }).Should().Be(
            "The setting RetrainSchedule is '0 3 * * SUN': use six fields, second minute hour day month weekday, such as '0 0 3 * * SUN'.");
        Problem(Valid with { TimeZone = "Europe/Atlantis" }).Should().Be(
            "The setting Retraining:TimeZone is 'Europe/Atlantis', which this machine does not know: use a name such as Europe/Berlin, or UTC.");
        Problem(Valid with { Dataset = null }).Should().Be("The setting RetrainSchedule needs a dataset: set Retraining:Dataset to its name.");
        Problem(Valid with { Dataset = "My Pets" }).Should().StartWith("The setting Retraining:Dataset is 'My Pets', which cannot name a dataset");
        Problem(Valid with { Preset = "best" }).Should().StartWith("The setting Retraining:Preset is 'best': use ");
        Problem(Valid with { Recipe = "rain" }).Should().StartWith("The setting Retraining:Recipe cannot be used. There is no damage recipe 'rain': use ");
    }

    private static string? Problem(RetrainingOptions options) => new RetrainingOptionsValidation().Validate(null, options).FailureMessage;
}
