using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Tests.Commands;

public sealed class TrainCommandTests
{
    [Theory]
    [InlineData("--dataset pets")]
    [InlineData("--dataset pets --cycles 9")]
    [InlineData("--images . --local run --cycles 2")]
    public void What_is_right_is_taken(string words) => Errors(words).Should().BeEmpty();

    [Theory]
    [InlineData("", "Say what to train on: --images DIR, or --dataset NAME of one that is uploaded already.")]
    [InlineData("--local run", "With --local say where the photographs are: --images DIR.")]
    [InlineData("--dataset pets --cycles 0", "--cycles must be 1 to 9.")]
    [InlineData("--dataset pets --cycles 10", "--cycles must be 1 to 9.")]
    [InlineData("--dataset pets --encoder nowhere.safetensors", "There is no file nowhere.safetensors: 'weights fetch resnet34' or 'weights import FILE' makes one.")]
    [InlineData("--dataset pets --parent a --encoder .", "--parent and --encoder exclude each other: a parent has an encoder.")]
    public void Wrong_use_is_told_in_a_sentence(string words, string sentence) => Errors(words).Should().Contain(sentence);

    private static List<string> Errors(string words) =>
        [.. CommandLine.Root().Parse(["train", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Errors.Select(error => error.Message)];
}
