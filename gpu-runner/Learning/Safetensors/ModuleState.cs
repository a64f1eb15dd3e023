using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Safetensors;

/// <summary>A network's parameters and buffers as named tensors.</summary>
public static class ModuleState
{
    /// <summary>
    /// Copies of all parameters and buffers, on the CPU, under the names that the network gives them. The caller disposes of them.
    /// </summary>
    public static Dictionary<string, Tensor> Capture(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var _ = no_grad();
        return Named(module).ToDictionary(t => t.Name, t => Copy(t.Tensor), StringComparer.Ordinal);
    }

    /// <summary>
    /// Copies the tensors into the network, on whichever device it is. Names, shapes and types must fit exactly, but that float16 and
    /// bfloat16 become float32.
    /// </summary>
    /// <exception cref="SafetensorsException">
    /// Something is missing, unexpected or of another shape or type; the message lists it and the network is unchanged.
    /// </exception>
    public static void Load(Module module, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        RequireFit(module, tensors.ToDictionary(t => t.Key, t => (t.Value.dtype, t.Value.shape), StringComparer.Ordinal));
        using var _ = no_grad();
        foreach (var (name, target) in Named(module)) target.copy_(tensors[name]);
    }

    /// <summary>Checks that tensors of these types and shapes could be loaded into the network.</summary>
    /// <exception cref="SafetensorsException">As <see cref="Load"/>.</exception>
    internal static void RequireFit(Module module, IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> tensors)
    {
        var named = Named(module).ToList();
        var names = named.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        Describe(faults, "missing", names.Where(name => !tensors.ContainsKey(name)));
        Describe(faults, "unexpected", tensors.Keys.Where(name => !names.Contains(name)).Select(Quotation.Of));
        Describe(faults, "of another shape or type", named
            .Where(t => tensors.TryGetValue(t.Name, out var given) && (!given.Shape.SequenceEqual(t.Tensor.shape) || !Converts(given.Type, t.Tensor.dtype)))
            .Select(t => $"{t.Name} ({Describe(tensors[t.Name])} for {Describe((t.Tensor.dtype, t.Tensor.shape))})"));
        if (faults.Count > 0) throw new SafetensorsException($"The weights do not fit {module.GetName()}: {string.Join("; ", faults)}.");
    }

    private static bool Converts(ScalarType from, ScalarType to) =>
        from == to || (to == ScalarType.Float32 && from is (ScalarType.Float16 or ScalarType.BFloat16));

    private static IEnumerable<(string Name, Tensor Tensor)> Named(Module module) =>
        module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(module.named_buffers().Select(b => (b.name, b.buffer)));

    private static Tensor Copy(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var local = detached.cpu();
        return local.clone().DetachFromDisposeScope();
    }

    private static string Describe((ScalarType Type, long[] Shape) tensor) => $"{tensor.Type} {string.Join('×', tensor.Shape)}";

    private static void Describe(List<string> faults, string what, IEnumerable<string> names)
    {
        const int Shown = 5;
        var all = names.Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        var more = all.Count > Shown ? $" and {all.Count - Shown} more" : "";
        faults.Add($"{what}: {string.Join(", ", all.Take(Shown))}{more}");
    }
}
