using System.Reflection;
using System.Runtime.CompilerServices;

namespace CloudRestore.Emulator.Tests.Api;

/// <summary>
/// What code outside an assembly may name of its types, one line a type or member: kind, base and attribute targets of types,
/// signatures of members. What the compiler adds to records is left out.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        yield return $"{type}: {Kind(type)}{Base(type)}{Targets(type)}";
        foreach (var field in type.GetFields(Declared).Where(static field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
            yield return $"{type}: {Static(field.IsStatic)}{field.FieldType} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}";
        foreach (var constructor in type.GetConstructors(Declared).Where(static it => !it.IsStatic && IsVisible(it) && !IsSynthesized(it)))
            yield return $"{type}: new({Parameters(constructor)})";
        foreach (var method in type.GetMethods(Declared).Where(static it => IsVisible(it) && !IsSynthesized(it)))
            yield return $"{type}: {Static(method.IsStatic)}{method.ReturnType} {method.Name}{Arity(method)}({Parameters(method)})";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Base(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? $", {parent}" : "";

    private static string Targets(Type type) => type.IsSubclassOf(typeof(Attribute))
        ? $", on {type.GetCustomAttribute<AttributeUsageAttribute>(inherit: true)!.ValidOn}"
        : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSynthesized(MethodBase method) => (method.IsConstructor || !method.IsSpecialName) && method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"`{method.GetGenericArguments().Length}" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(static parameter => $"{parameter.ParameterType} {parameter.Name}"));
}
