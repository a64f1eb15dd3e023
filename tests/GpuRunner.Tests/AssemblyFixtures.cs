using CloudRestore.GpuRunner.Tests.Support;

[assembly: AssemblyFixture(typeof(StorageAccount))]
// Most tests wait for storage and not for a processor.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
