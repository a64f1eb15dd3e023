using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>The pinned compiler, started once and asked by JSON-RPC: a start takes it longer than an answer. One question at a time.</summary>
internal sealed class BicepServer : IDisposable
{
    private const string LengthHeader = "Content-Length:";

    private readonly Process _process;
    private readonly BufferedStream _answers;
    private int _asked;

    public BicepServer()
    {
        _process = Process.Start(new ProcessStartInfo(BicepTool.Path, ["jsonrpc", "--stdio"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _answers = new BufferedStream(_process.StandardOutput.BaseStream);
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The compiler could not do it; the message is its own.</exception>
    /// <exception cref="EndOfStreamException">The compiler has ended.</exception>
    public async Task<JsonNode> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var question = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_asked, ["method"] = method, ["params"] = parameters };
        var body = Encoding.UTF8.GetBytes(question.ToJsonString());
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(Encoding.ASCII.GetBytes($"{LengthHeader} {body.Length}\r\n\r\n"), cancellationToken);
        await input.WriteAsync(body, cancellationToken);
        await input.FlushAsync(cancellationToken);

        var answer = await ReadAsync(cancellationToken);
        return answer["result"] ?? throw new InvalidOperationException($"{method} {parameters["path"]}: {answer.Text("error.message")}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _answers.Dispose();
        _process.Dispose();
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (await LineAsync(cancellationToken) is { Length: > 0 } header)
        {
            if (header.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header[LengthHeader.Length..], CultureInfo.InvariantCulture);
        }

        var body = new byte[length];
        await _answers.ReadExactlyAsync(body, cancellationToken);
        return JsonNode.Parse(body)!;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var (line, letter) = (new StringBuilder(), new byte[1]);
        do
        {
            await _answers.ReadExactlyAsync(letter, cancellationToken);
            line.Append((char)letter[0]);
        }
        while (letter[0] != '\n');

        return line.ToString().TrimEnd();
    }
}
