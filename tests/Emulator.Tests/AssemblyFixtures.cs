using CloudRestore.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
