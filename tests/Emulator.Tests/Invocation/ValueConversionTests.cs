using CloudRestore.Emulator.Invocation;

namespace CloudRestore.Emulator.Tests.Invocation;

public class ValueConversionTests
{
    private static readonly Guid Id = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static TheoryData<Type, object, object> Values => new()
    {
        { typeof(string), "x", "x" },
        { typeof(string), 7L, "7" },
        { typeof(int), "7", 7 },
        { typeof(int?), "7", 7 },
        { typeof(long), 7L, 7L },
        { typeof(double), "0.5", 0.5 },
        { typeof(bool), "true", true },
        { typeof(Guid), Id.ToString(), Id },
        { typeof(DayOfWeek), "Monday", DayOfWeek.Monday },
        { typeof(TimeSpan), "00:00:05", TimeSpan.FromSeconds(5) },
        { typeof(Uri), "\"http://a/b%20c\"", new Uri("http://a/b%20c") },
        { typeof(int[]), "[1,2]", new[] { 1, 2 } },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Text_becomes_what_is_asked_for(Type type, object value, object expected) =>
        ValueConversion.To(type, value).Should().BeEquivalentTo(expected);

    [Fact]
    public void Json_is_read_without_regard_to_case()
    {
        var read = ValueConversion.Content(typeof(Point), BinaryData.FromString("""{ "x": 1, "Y": 2 }"""));

        read.Should().Be(new Point(1, 2));
    }

    public sealed record Point(int X, int Y);
}
