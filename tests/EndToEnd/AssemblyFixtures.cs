using CloudRestore.EndToEnd.Support;

// Real processes share two cores: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TrainedStack))]
