using System.Text.Json;

namespace CloudRestore.Emulator.Tests.Durable;

/// <summary>
/// What a workflow must come to, worked out from its plan alone: no engine, no histories. Every action takes the next number of
/// its execution, as Azure numbers tasks.
/// </summary>
internal sealed class PlanModel
{
    private readonly List<ActivityCall> _calls = [];
    private int _next;

    private PlanModel()
    {
    }

    /// <summary>Status, output and custom status of the workflow.</summary>
    public string Result { get; private set; } = "";

    /// <summary>The activities whose completions are recorded, in no order.</summary>
    public IReadOnlyList<ActivityCall> Calls => _calls;

    public static PlanModel Of(IReadOnlyList<Plan> steps)
    {
        var model = new PlanModel();
        var (found, status) = model.Carry(steps);
        model.Result = $"Completed {JsonSerializer.Serialize(found)} {status}";
        return model;
    }

    private (string Found, int? Status) Carry(IReadOnlyList<Plan> steps)
    {
        var (found, status, generation, first) = ("", (int?)null, 0, 0);
        _next = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Kind == PlanKind.ContinueAsNew)
            {
                (generation, first, _next) = (generation + 1, i + 1, 0);
                continue;
            }

            status = i - first;
            found += Step(steps[i], $"{generation}/{i - first}") + ";";
        }

        return (found, status);
    }

    private string Step(Plan step, string label)
    {
        switch (step.Kind)
        {
            case PlanKind.Activity:
                return Length(label + new string('.', step.Number));
            case PlanKind.FanOut:
                return string.Join(',', Enumerable.Range(0, step.Number).Select(i => Length($"{label}/{i}")));
            case PlanKind.Flaky:
                while (_next % 3 != 0)
                {
                    Call("Flaky", label);
                    _next++;
                }

                Call("Flaky", label);
                return "7";
            case PlanKind.AlwaysFails:
                Call("Fails", label);
                _next++;
                Call("Fails", label);
                return label;
            case PlanKind.Timer:
                _next++;
                return "timer";
            case PlanKind.EventToSelf:
                _next += 2;
                return $"{step.Number}";
            case PlanKind.Timeout:
                _next++;
                return "timeout";
            case PlanKind.EventFromOutside:
                return $"{step.Number}";
            case PlanKind.BrokenChild:
                _next += 3;
                return label;
            case PlanKind.Children:
                return string.Join(',', Enumerable.Range(0, step.Number).Select(_ => Child(step)));
            default:
                return $"({Child(step)})";
        }
    }

    private string Child(Plan step)
    {
        var own = _next;
        var (found, _) = Carry(step.Steps);
        _next = own + 1;
        return found;
    }

    private string Length(string text)
    {
        Call("Length", text);
        return $"{text.Length}";
    }

    private void Call(string name, string input) => _calls.Add(new(name, _next++, JsonSerializer.Serialize(input)));
}

/// <summary>One call of an activity, whichever orchestration made it.</summary>
internal sealed record ActivityCall(string Name, int TaskId, string? Input);
