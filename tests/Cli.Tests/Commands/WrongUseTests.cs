using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Tests.Commands;

[Collection(nameof(ConsoleText))]
public sealed class WrongUseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudrestore-wrong-").FullName;

    [Theory]
    [InlineData("demo --images {missing}", "There is no folder")]
    [InlineData("demo --images {empty}", "is empty")]
    [InlineData("demo --images {words}", "but no photograph")]
    [InlineData("restore {missing}", "There is no file or folder")]
    [InlineData("restore {words} --size 3", "The size 3 is out of range")]
    [InlineData("restore {words} --size abc", "'abc'")]
    [InlineData("restore {words} --scale abc", "'abc' is not a number such as 2 or 1.5.")]
    [InlineData("restore {words} --size", "--size")]
    [InlineData("restore {words}", "but no photograph")]
    [InlineData("restore {words} --model ./nothing", "There is no model folder")]
    [InlineData("up --port abc --data {empty}", "'abc'")]
    [InlineData("up --port 70000 --data {empty}", "The port must be 0 to 65535.")]
    [InlineData("train --dataset x --seed -1", "'-1'")]
    [InlineData("train --dataset x --set gan.pixelWeight=abc", "The preset is not valid at 'gan.pixelWeight'")]
    [InlineData("train", "Say what to train on")]
    [InlineData("train --dataset x --set nonsense", "'nonsense' is not NAME=VALUE")]
    [InlineData("runs list --data {empty}", "No stack runs in")]
    public async Task Wrong_use_is_named_in_one_sentence_with_exit_code_2(string line, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder, "words"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "words", "a.txt"), "words", TestContext.Current.CancellationToken);
        var arguments = line.Split(' ').Select(word => word.StartsWith('{') ? Path.Combine(_folder, word.Trim('{', '}')) : word);

        var (exitCode, output, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync([.. arguments]));

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(sentence);
        errors.Should().NotContain("   at ", "a stack trace is no sentence").And.NotContain("System.").And.NotContain("BytePosition");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
