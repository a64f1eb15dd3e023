using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.ScaleSet;

/// <summary>A machine that Azure takes away stops its runner first, and signs in to the registry by its identity.</summary>
public sealed class CloudInitTests
{
    private const string Ours = "restore-gpu_1";

    [Theory]
    [InlineData("Preempt", Ours, true)]
    [InlineData("Terminate", Ours, true)]
    [InlineData("Reboot", Ours, true)]
    [InlineData("Redeploy", Ours, true)]
    [InlineData("Freeze", Ours, false)]
    [InlineData("Preempt", "restore-gpu_2", false)]
    public async Task The_runner_is_stopped_before_Azure_is_told_that_it_may_go_on(string kind, string machine, bool stops)
    {
        using var machines = await Machine.WithAsync(Curl($$"""{"Events":[{"EventId":"other","EventType":"Freeze","Resources":[]},{"EventId":"event-7","EventType":"{{kind}}","Resources":["{{machine}}"]}]}"""));

        var calls = await machines.RunAsync(CloudInit.Content("/usr/local/bin/cloudrestore-events"));

        string[] handed = ["systemctl stop cloudrestore-runner", "told {\"StartRequests\":[{\"EventId\":\"event-7\"}]}"];
        calls.Should().Equal(stops ? handed : []);
    }

    [Fact]
    public async Task What_cannot_be_asked_stops_nothing()
    {
        using var machine = await Machine.WithAsync("exit 22");

        (await machine.RunAsync(CloudInit.Content("/usr/local/bin/cloudrestore-events"))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_registry_is_signed_in_to_with_a_token_of_the_machines_identity_and_no_password()
    {
        using var machine = await Machine.WithAsync("""
            case "$*" in
              *Metadata:true*/identity/oauth2/token*client_id=__CLIENT__*) echo '{"access_token":"of-the-identity"}' ;;
              *access_token=of-the-identity*/oauth2/exchange*) echo '{"refresh_token":"of-the-registry"}' ;;
              *) exit 22 ;;
            esac
            """);

        (await machine.RunAsync(CloudInit.Content("/usr/local/bin/cloudrestore-login")))
            .Should().Equal("docker login __REGISTRY__ --username 00000000-0000-0000-0000-000000000000 --password-stdin < of-the-registry");
    }

    [Fact]
    public void Everything_that_only_a_deployment_knows_is_filled_in()
    {
        var template = File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "runner-scale-set.bicep"));
        Names(CloudInit.Text).Should().NotBeEmpty().And.BeEquivalentTo(Names(template));
    }

    private static string Curl(string events) => $"""
        case "$*" in
          *instance/compute/name*) printf %s '{Ours}' ;;
          *POST*) while [ "$1" != -d ]; do shift; done; echo "told $2" >> calls ;;
          *scheduledevents*) echo '{events}' ;;
        esac
        """;

    private static IEnumerable<string> Names(string text) => Regex.Matches(text, "__[A-Z]+__").Select(match => match.Value).Distinct();
}
