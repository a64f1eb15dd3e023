using CloudRestore.Functions.Tests.Support;

[assembly: AssemblyFixture(typeof(FunctionApp))]
