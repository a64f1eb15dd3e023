using CloudRestore.Cli.Restoring;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Tests.Restoring;

public sealed class RestoreSettingsTests
{
    [Fact]
    public void What_is_not_asked_for_is_as_the_restorer_has_it() => new RestoreSettings().Options().Should().Be(new RestorerOptions());

    [Fact]
    public void Tile_and_smoothing_reach_the_restorer() =>
        new RestoreSettings { Tile = 128, SmoothResidue = false }.Options().Should().Be(new RestorerOptions { TileSize = 128, SmoothResidue = false });
}
