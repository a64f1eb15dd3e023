using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using CloudRestore.Infra.Tests.Support;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>
/// One rule of an autoscale setting.
/// </summary>
/// <param name="Node">As compiled.</param>
internal sealed record AutoscaleRule(JsonNode Node)
{
    public string Queue => Node.Text("metricTrigger.metricResourceUri").Split('/')[^1];

    public bool Increases => Node.Text("scaleAction.direction") == "Increase";

    public string Type => Node.Text("scaleAction.type");

    public double Threshold => double.Parse(Node.Text("metricTrigger.threshold"), CultureInfo.InvariantCulture);

    public bool DividesPerInstance => Node.Text("metricTrigger.dividePerInstance") == "true";

    public TimeSpan Window => XmlConvert.ToTimeSpan(Node.Text("metricTrigger.timeWindow"));

    public TimeSpan Cooldown => XmlConvert.ToTimeSpan(Node.Text("scaleAction.cooldown"));

    /// <summary>Whether it is met when its queue has held so many messages all the time that it looks back.</summary>
    public bool IsMet(int messages, int machines)
    {
        var value = DividesPerInstance ? messages / (double)machines : messages;
        return Node.Text("metricTrigger.operator") switch
        {
            "GreaterThan" => value > Threshold,
            "LessThanOrEqual" => value <= Threshold,
            var other => throw new InvalidOperationException($"The operator {other} is not one that ours use."),
        };
    }

    /// <summary>The machines that it asks for.</summary>
    public int Target(int machines)
    {
        var value = int.Parse(Node.Text("scaleAction.value"), CultureInfo.InvariantCulture);
        return Type switch
        {
            "ExactCount" => Increases ? Math.Max(machines, value) : Math.Min(machines, value),
            "ChangeCount" => Increases ? machines + value : machines - value,
            var other => throw new InvalidOperationException($"The type {other} is not one that ours use."),
        };
    }
}

/// <summary>
/// The rules of an autoscale setting, applied as Azure's documentation has it: one rule that asks for more is enough and the one that asks for most decides;
/// for fewer all must be met, and the one that asks for fewest to go decides.
/// </summary>
/// <param name="profile">The profile, compiled.</param>
internal sealed class AutoscaleRules(JsonNode profile)
{
    public IReadOnlyList<AutoscaleRule> All { get; } = [.. profile.At("rules")!.AsArray().Select(rule => new AutoscaleRule(rule!))];

    /// <summary>The machines after one more look.</summary>
    public int Next(int machines, IReadOnlyDictionary<string, int> messages)
    {
        var more = All.Where(rule => rule.Increases && rule.IsMet(messages[rule.Queue], machines)).ToList();
        var fewer = All.Where(rule => !rule.Increases).ToList();
        var next = more.Count > 0 ? more.Max(rule => rule.Target(machines))
            : fewer.TrueForAll(rule => rule.IsMet(messages[rule.Queue], machines)) ? fewer.Max(rule => rule.Target(machines))
            : machines;
        return Math.Clamp(next, Capacity("minimum"), Capacity("maximum"));
    }

    private int Capacity(string end) => int.Parse(profile.Text($"capacity.{end}"), CultureInfo.InvariantCulture);
}
