namespace CloudRestore.Functions.Tests.Support;

/// <summary>The tests that set the champion or say what the registry holds. They run one after the other, and after all others, which register models too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChampionTests
{
    public const string Name = "champion";
}
