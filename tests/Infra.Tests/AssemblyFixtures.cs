using CloudRestore.Infra.Tests.Support;

// Builds and real processes share two cores: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(StorageOnDemand))]
