namespace CloudRestore.Emulator.Durable;

/// <summary>An activity of the app.</summary>
/// <param name="Name">Its name as declared.</param>
/// <param name="RunAsync">
/// Reads the input and runs the activity; gives the result, null for none, which the engine serialises. The token is
/// cancelled when the engine stops; an activity that ends with it is run again at the next start.
/// </param>
public sealed record ActivityFunction(string Name, Func<ActivityRequest, CancellationToken, Task<object?>> RunAsync);
