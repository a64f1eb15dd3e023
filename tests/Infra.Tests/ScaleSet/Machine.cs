using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.ScaleSet;

/// <summary>A machine's scripts, with programs around them that answer what a test says and write down how they were called. Its jq is jq.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="curl">What curl does, in the shell's words; <c>$*</c> is how it was called.</param>
    public static async Task<Machine> WithAsync(string curl)
    {
        var machine = new Machine();
        var jq = await NpmInstallation.EnsureAsync(Path.Combine("jq-wasm", "dist", "index.js"), Console.Error.WriteLine, TestContext.Current.CancellationToken);
        machine.Install("curl", $"#!/bin/sh\n{curl}\n");
        machine.Install("systemctl", "#!/bin/sh\necho \"systemctl $*\" >> calls\n");
        machine.Install("docker", "#!/bin/sh\necho \"docker $* < $(cat)\" >> calls\n");
        machine.Install("sleep", "#!/bin/sh\n[ ! -e slept ] && touch slept\n");
        machine.Install("jq", $$"""
            #!/usr/bin/env node
            const given = process.argv.slice(2), filter = given.pop();
            require('{{jq}}').raw(require('fs').readFileSync(0, 'utf8'), filter, given).then(found => console.log(found));
            """);
        (await Shell.RunAsync(["chmod", "+x", "curl", "systemctl", "docker", "sleep", "jq"], machine._folder.FullPath)).ExitCode.Should().Be(0);
        return machine;
    }

    /// <summary>Runs a script to its end; <c>sleep</c> succeeds once, so that a loop around it is gone through once.</summary>
    /// <returns>The calls that were written down, in order.</returns>
    public async Task<string[]> RunAsync(string script)
    {
        await File.WriteAllTextAsync(_folder.File("script"), script, TestContext.Current.CancellationToken);
        await Shell.RunAsync(["/bin/bash", "script"], _folder.FullPath, new Dictionary<string, string> { ["PATH"] = $"{_folder.FullPath}:{Environment.GetEnvironmentVariable("PATH")}" });
        return File.Exists(_folder.File("calls")) ? await File.ReadAllLinesAsync(_folder.File("calls"), TestContext.Current.CancellationToken) : [];
    }

    public void Dispose() => _folder.Dispose();

    private void Install(string name, string text) => File.WriteAllText(_folder.File(name), text);
}
