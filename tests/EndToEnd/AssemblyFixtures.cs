using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;

// Real processes and a browser share two cores: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TrainedStack))]
[assembly: AssemblyFixture(typeof(Chromium))]
