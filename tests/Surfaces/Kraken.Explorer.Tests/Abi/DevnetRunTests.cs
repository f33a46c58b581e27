using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Explorer.Tests.Abi;

/// <summary>Calldata and events of the 27 recorded transactions, read by the classes that the node gives.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class DevnetRunTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task TransfersReadAsRecipientAndAmount()
    {
        DecodedCall call = Assert.Single(await CallsAsync(5));
        Assert.Equal("transfer", call.Function);
        Assert.Equal(
            [("recipient", "0x78b5ce80a261c4b45012c0cd046deb79fa5e90397c9e88b419d8814658195e7"), ("amount", "900000000000000000000")],
            call.Arguments.Select(argument => (argument.Name, argument.Value)));
    }

    [Fact]
    public async Task ComputationsReadAsNumberAndTheirEventAsResult()
    {
        DecodedCall call = Assert.Single(await CallsAsync(12));
        Assert.Equal(("fib", "10"), (call.Function, Assert.Single(call.Arguments).Value));
        IReadOnlyList<DecodedEvent> events = await EventsAsync(12);
        Assert.Equal(["Computed", "Transfer"], events.Select(happened => happened.Name));
        Assert.Equal(["0x666962 ('fib')", "10", "0x37 (55)"], events[0].Members.Select(member => member.Value));
    }

    [Fact]
    public async Task SeveralCallsReadOneByOne()
    {
        Assert.Equal(3, (await CallsAsync(21)).Count);
        Assert.Equal("fib", (await CallsAsync(22))[0].Function);
    }

    [Fact]
    public async Task EveryEventOfTheRunIsNamedByItsAbi()
    {
        for (int number = 1; number < explorer.Chain.Blocks.Count; number++)
        {
            // The account of block 6 emits from a component that its ABI names as well.
            Assert.DoesNotContain(await EventsAsync(number), happened => happened.Name == "event");
        }
    }

    [Fact]
    public async Task EveryCallOfAKnownFunctionIsNamedAndItsArgumentsFitUnlessItReverted()
    {
        for (int number = 1; number < explorer.Chain.Blocks.Count; number++)
        {
            Block block = explorer.Chain.Blocks[number];
            if (block.Receipts[0].RevertReason is null)
            {
                foreach (DecodedCall call in await CallsAsync(number))
                {
                    Assert.DoesNotContain("0x", call.Function, System.StringComparison.Ordinal);
                    Assert.DoesNotContain(call.Arguments, argument => argument.Type == "felt252[]");
                }
            }
        }
    }

    private Task<IReadOnlyList<DecodedCall>> CallsAsync(int number) =>
        Decoder(number).CallsAsync(explorer.Chain.Blocks[number].Transactions[0], CancellationToken.None);

    private Task<IReadOnlyList<DecodedEvent>> EventsAsync(int number) =>
        Decoder(number).EventsAsync(explorer.Chain.Blocks[number].Receipts[0].Events, CancellationToken.None);

    private CallDecoder Decoder(int number) => new(explorer.Data.Classes, new BlockId.ByNumber((ulong)number));
}
