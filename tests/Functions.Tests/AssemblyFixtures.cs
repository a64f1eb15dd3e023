using CloudRestore.Functions.Tests.Support;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(FunctionApp))]

// The tests mostly wait: for ticks, for polls, for runners that stay silent.
[assembly: Parallelization(MaxThreads = 6)]
