using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Blocks;

public sealed class AliasAllocationTests
{
    private static readonly SystemContracts System = new(1, 2, 10);

    [Fact]
    public void AliasesGoToKeysThenAddressInAscendingOrder()
    {
        JournaledState state = new(EmptyState.Instance);
        state.SetStorage(0x900, 0x300, 1);
        state.SetStorage(0x900, 0x200, 1);
        state.SetStorage(0x900, 0x7f, 1);
        state.SetNonce(0x500, 1);
        state.SetStorage(1, 0x1000, 5);
        AliasAllocation.Run(state, System);
        Assert.Equal((Felt)0x80, state.StorageAt(2, 0x500));
        Assert.Equal((Felt)0x81, state.StorageAt(2, 0x200));
        Assert.Equal((Felt)0x82, state.StorageAt(2, 0x300));
        Assert.Equal((Felt)0x83, state.StorageAt(2, 0x900));
        Assert.Equal((Felt)0x84, state.StorageAt(2, 0));
        Assert.Equal(Felt.Zero, state.StorageAt(2, 0x1000));
        Assert.Equal(Felt.Zero, state.StorageAt(2, 0x7f));
    }

    [Fact]
    public void AKeyKeepsItsAliasAndTheCounterGoesOnInLaterBlocks()
    {
        JournaledState first = new(EmptyState.Instance);
        first.SetStorage(0x900, 0x200, 1);
        AliasAllocation.Run(first, System);
        JournaledState second = new(first);
        second.SetStorage(0x900, 0x200, 2);
        second.SetStorage(0x900, 0x201, 2);
        AliasAllocation.Run(second, System);
        Assert.Equal((Felt)0x80, second.StorageAt(2, 0x200));
        Assert.Equal((Felt)0x82, second.StorageAt(2, 0x201));
        Assert.Equal((Felt)0x83, second.StorageAt(2, 0));
    }

    [Fact]
    public void TheFirstBlockSetsTheCounterEvenWithoutChanges()
    {
        JournaledState state = new(EmptyState.Instance);
        AliasAllocation.Run(state, System);
        Assert.Equal((Felt)0x80, state.StorageAt(2, 0));
    }
}
