using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Hooks;

/// <summary>check.sh, with an Azure CLI that answers what each test says.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Setting = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("AzureStorage", "", 0)]
    [InlineData("DurableTaskScheduler", "AzureManaged", 0)]
    [InlineData("", "", 0)]
    [InlineData("DurableTaskScheduler", "", 1)]
    [InlineData("AzureStorage", "AzureManaged", 1)]
    [InlineData("", "AzureManaged", 1)]
    public async Task The_code_that_is_built_fits_the_backend_that_is_asked_for(string backend, string package, int expected)
    {
        var (exitCode, output) = await CheckAsync("", new() { ["DURABLE_BACKEND"] = backend, ["DurableBackend"] = package });

        exitCode.Should().Be(expected, output);
        if (expected != 0)
            output.Should().Contain("the app would be built with DurableBackend=").And.Contain("azd up");
    }

    [Theory]
    [InlineData("azureManaged", "", "", 1)]
    [InlineData("azureManaged", "DurableTaskScheduler", "", 0)]
    [InlineData("azureManaged", "", "yes", 0)]
    [InlineData("", "DurableTaskScheduler", "", 1)]
    [InlineData("", "", "", 0)]
    public async Task A_backend_is_not_changed_under_what_runs_without_being_told(string deployed, string backend, string change, int expected)
    {
        var (exitCode, output) = await CheckAsync($"case \"$*\" in 'resource list '*) echo the-app ;; *'appsettings list --ids the-app '*) echo '{deployed}' ;; esac", new()
        {
            ["DURABLE_BACKEND"] = backend,
            ["DurableBackend"] = backend == "DurableTaskScheduler" ? "AzureManaged" : "",
            ["CHANGE_DURABLE_BACKEND"] = change,
        });

        exitCode.Should().Be(expected, output);
        if (expected != 0)
            output.Should().Contain("The deployed app keeps its orchestrations in").And.Contain("CHANGE_DURABLE_BACKEND=yes");
    }

    [Fact]
    public async Task A_first_deployment_has_no_app_to_be_asked()
    {
        var (exitCode, output) = await CheckAsync("case \"$*\" in *appsettings*) exit 3 ;; esac", new() { ["AZURE_ENV_NAME"] = "new" });

        exitCode.Should().Be(0, output);
    }

    [Fact]
    public void The_app_is_looked_for_by_the_tags_that_the_templates_give_it()
    {
        HookScripts.Text("check.sh").Should().Contain("tags.application=='cloudrestore'").And.Contain("tags.\\\"azd-env-name\\\"==");
        File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.bicep")).Should().Contain("{ 'azd-env-name': environmentName, application: 'cloudrestore' }");
    }

    [Theory]
    [InlineData("FunctionsHost", "Emulator", "FunctionsHost=Azure azd up")]
    [InlineData("RUNNER_KIND", "scaleSet", "azd env set RUNNER_SSH_KEY")]
    public async Task What_would_fail_after_minutes_is_said_at_once(string variable, string value, string advice)
    {
        var (exitCode, output) = await CheckAsync("", new() { [variable] = value });

        exitCode.Should().Be(1);
        output.Should().Contain(advice);
    }

    [Fact]
    public void The_setting_that_is_looked_at_is_the_one_that_the_template_makes()
    {
        HookScripts.Text("check.sh").Should().Contain($"[?name=='{Setting}'].value").And.Contain("azureManaged)");
        File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "function-app.bicep")).Should().Contain($"{Setting}: 'azureManaged'");
        File.ReadAllText(Path.Combine(Repository.Root, "functions", "Functions.csproj")).Should().Contain("'$(DurableBackend)' == 'AzureManaged'");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int ExitCode, string Output)> CheckAsync(string az, Dictionary<string, string> variables)
    {
        await File.WriteAllTextAsync(_folder.File("az"), $"#!/bin/sh\n{az}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("azd"), "#!/bin/sh\n", TestContext.Current.CancellationToken);
        (await Shell.RunAsync(["chmod", "+x", "az", "azd"], _folder.FullPath)).ExitCode.Should().Be(0);

        var environment = new Dictionary<string, string> { ["FunctionsHost"] = "Azure", ["PATH"] = $"{_folder.FullPath}:{Environment.GetEnvironmentVariable("PATH")}" };
        foreach (var name in HookScripts.Variables(HookScripts.Text("check.sh")).Where(name => name is not ("PATH" or "FunctionsHost")))
            environment[name] = "";
        foreach (var (name, value) in variables)
            environment[name] = value;
        return await Shell.RunAsync(["/bin/sh", Path.Combine(HookScripts.Folder, "check.sh")], _folder.FullPath, environment);
    }
}
