using CloudRestore.Functions.Tests.Support;

[assembly: AssemblyFixture(typeof(FunctionApp))]

// The tests mostly wait: for ticks, for polls, for runners that stay silent.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
