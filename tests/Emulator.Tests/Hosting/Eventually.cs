namespace CloudRestore.Emulator.Tests.Hosting;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static async Task BeTrueAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        (await condition()).Should().BeTrue("it was waited for during 60 s");
    }
}
