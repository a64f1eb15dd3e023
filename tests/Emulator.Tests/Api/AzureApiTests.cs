using Microsoft.Azure.Functions.Worker.Builder;

namespace CloudRestore.Emulator.Tests.Api;

/// <summary>
/// Source that compiles against the emulator compiles against Azure: nothing is declared here that the real packages lack. Their
/// declarations are in azure-api.txt, in the form of <see cref="PublicApi"/>, printed from the assemblies that its head names.
/// </summary>
public sealed class AzureApiTests
{
    private static readonly string[] Real = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Api", "azure-api.txt"));

    public static TheoryData<string> DeclaredTypes => [.. Declared().Select(static type => type.FullName!)];

    [Theory]
    [MemberData(nameof(DeclaredTypes))]
    public void A_type_in_a_namespace_of_azures_is_and_has_only_what_the_real_one_does(string name)
    {
        var declared = Declared().Single(type => type.FullName == name);

        PublicApi.Of(declared).Should().BeSubsetOf(Real);
    }

    [Fact]
    public void A_member_that_azure_lacks_would_be_noticed() =>
        PublicApi.Of(typeof(Lookalike)).Should().NotIntersectWith(Real).And.Contain(static line => line.EndsWith("System.String Extra(System.Int32 count)"));

    private static IEnumerable<Type> Declared() => typeof(FunctionsApplication).Assembly.GetExportedTypes()
        .Where(static type => type.Namespace is { } space && !space.StartsWith("CloudRestore", StringComparison.Ordinal));

    public sealed class Lookalike
    {
        public static string Extra(int count) => new('x', count);
    }
}
