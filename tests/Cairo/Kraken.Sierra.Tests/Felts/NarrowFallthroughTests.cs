using Kraken.Fields;
using Kraken.Sierra.Felts;
using Xunit;

namespace Kraken.Sierra.Tests.Felts;

/// <summary>A class as wasm-cairo writes it is refused, and its repair equals the form that the genuine compiler accepts.</summary>
public sealed class NarrowFallthroughTests
{
    private static readonly Felt[] Raw = SharedData.Class(SharedData.Vector("sierra/closures.wasm-cairo.json"));

    [Fact]
    public void TheRawClassIsRefused() => Assert.False(SierraFelts.TryDecode(Raw, out _, out _));

    [Fact]
    public void TheRepairedClassEqualsThePublishedOne()
    {
        Assert.True(SierraFelts.TryRepairNarrowFallthrough(Raw, out Felt[]? repaired, out SierraError? error), error?.ToString());
        Assert.Equal(SharedData.Class(SharedData.PathOf("cairo/own-contracts/out/closures.sierra.json")), repaired);
    }

    [Fact]
    public void ASoundClassIsLeftAsItIs()
    {
        Felt[] sound = SharedData.SmallClass();
        Assert.True(SierraFelts.TryRepairNarrowFallthrough(sound, out Felt[]? repaired, out _));
        Assert.Equal(sound, repaired);
    }
}
