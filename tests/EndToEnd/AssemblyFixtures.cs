using CloudRestore.EndToEnd.Support;

// Real processes share two cores: one test at a time.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TrainedStack))]
