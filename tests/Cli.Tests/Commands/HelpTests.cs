using System.CommandLine;
using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Fact]
    public void Every_command_option_and_argument_is_described()
    {
        var commands = All(CommandLine.Root()).ToList();

        commands.Should().AllSatisfy(command => command.Description.Should().NotBeNullOrWhiteSpace(command.Name));
        commands.SelectMany(command => command.Options).Should().AllSatisfy(option => option.Description.Should().NotBeNullOrWhiteSpace(option.Name));
        commands.SelectMany(command => command.Arguments).Should().AllSatisfy(argument => argument.Description.Should().NotBeNullOrWhiteSpace(argument.Name));
        commands.Select(command => command.Name).Should().Contain(
            ["demo", "up", "train", "restore", "evaluate", "bench", "runs", "list", "show", "cancel", "weights", "import", "fetch", "models", "export", "pack", "quantise"]);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
