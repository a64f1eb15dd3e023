using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Pickling;

/// <summary>
/// The globals that a file of weights may name, and what calling them gives. Nothing is looked up or run: a name that is not here is
/// refused when it is read, before anything could be done with it.
/// </summary>
internal static class AllowedGlobals
{
    private const string OrderedDict = "collections.OrderedDict";
    private const string Parameter = "torch.nn.parameter.Parameter";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";
    private const string RebuildTensor = "torch._utils._rebuild_tensor";
    private const string RebuildTensorV2 = "torch._utils._rebuild_tensor_v2";

    /// <exception cref="PickleException">The global is not allowed; the message names it.</exception>
    public static PickleGlobal Find(string module, string name)
    {
        var full = $"{module}.{name}";
        if (full is OrderedDict or Parameter or RebuildParameter or RebuildTensor or RebuildTensorV2) return new PickleGlobal(full, null);
        if (module == "torch" && TorchStorageType.Find(name) is { } storage) return new PickleGlobal(full, storage);
        throw new PickleException($"its pickle asks for {Quotation.Of(full)}, which is refused because it is neither a tensor nor a dictionary of tensors");
    }

    /// <summary>What the call of an allowed global gives.</summary>
    /// <exception cref="PickleException">It cannot be called, or not with these arguments.</exception>
    public static object Call(object? function, object? arguments)
    {
        if (function is not PickleGlobal global || arguments is not PickleTuple { Items: var given })
            throw new PickleException("its pickle calls something that is not a function (REDUCE), which is refused");
        return (global.Name, given) switch
        {
            (OrderedDict, []) => new PickleDictionary(ordered: true),
            (OrderedDict, [PickleList pairs]) => Ordered(pairs),
            (RebuildTensorV2, [var storage, var offset, var sizes, var strides, bool, var hooks]) when IsEmpty(hooks) =>
                TensorReference.Parse(storage, offset, sizes, strides),
            (RebuildTensor, [var storage, var offset, var sizes, var strides]) => TensorReference.Parse(storage, offset, sizes, strides),
            (RebuildParameter, [TensorReference data, bool, var hooks]) when IsEmpty(hooks) => data,
            (Parameter, [TensorReference data]) => new PickleParameter(data),
            (Parameter, [TensorReference data, bool]) => new PickleParameter(data),
            _ => throw new PickleException($"its pickle calls {global.Name} in a way that torch does not, which is refused"),
        };
    }

    /// <summary>Checks the state that BUILD sets; there is none that matters to weights, and it is dropped.</summary>
    /// <exception cref="PickleException">The target or its state is not one that torch writes.</exception>
    public static void RequireHarmlessState(object? target, object? state)
    {
        var harmless = (target, state) switch
        {
            (PickleDictionary { Ordered: true }, PickleDictionary given) => given.Items.Keys.All(key => key == "_metadata"),
            (PickleParameter, PickleTuple { Items: [bool, bool, var hooks] }) => IsEmpty(hooks),
            _ => false,
        };
        if (!harmless) throw new PickleException("its pickle sets the state of something that has none (BUILD), which is refused");
    }

    private static bool IsEmpty(object? hooks) => hooks is null or PickleDictionary { Items.Count: 0 };

    private static PickleDictionary Ordered(PickleList pairs)
    {
        var dictionary = new PickleDictionary(ordered: true);
        foreach (var pair in pairs.Items)
        {
            var items = pair is PickleTuple tuple ? tuple.Items : pair is PickleList list ? [.. list.Items.Take(3)] : [];
            if (items is not [var key, var value]) throw new PickleException("its pickle makes an OrderedDict of something else than pairs");
            dictionary.Add(key, value);
        }

        return dictionary;
    }
}
