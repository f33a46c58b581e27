using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Tests;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>Steps of parts of the block program, which decide what a proof costs.</summary>
public sealed class StepTests(ITestOutputHelper output)
{
    [Fact]
    public void PartsOfARealBlockStayWithinTheirSteps()
    {
        JsonElement block = SharedData.Json("starknet/blocks/v0.14.2_sepolia-integration_1041730.block.json");
        BlockContent stated = new(
            ChainId.FromName("SN_INTEGRATION_SEPOLIA"),
            FeederBlock.Header(block, "0.14.2", BlockCommitments.Pending),
            [.. FeederBlock.Transactions(block).Select(FeederBlock.Invoke)],
            FeederBlock.Receipts(block),
            null);
        ImmutableArray<Transaction> believed = [.. stated.Transactions.Cast<InvokeTransaction>().Select(tx => tx with
        {
            ResourceBounds = tx.ResourceBounds with { PredatesL1DataGas = true },
        })];
        int words = stated.Transactions.Cast<InvokeTransaction>().Sum(tx => tx.Calldata.Length + tx.ProofFacts.Length);
        int events = stated.Receipts.Sum(receipt => receipt.Events.Length);
        int eventWords = stated.Receipts.Sum(receipt => receipt.Events.Sum(item => item.Keys.Length + item.Data.Length));
        long all = stated.Run().Steps;
        long withoutHashes = (stated with { Transactions = believed }).Run().Steps;
        long withoutEvents = (stated with
        {
            Transactions = believed,
            Receipts = [.. stated.Receipts.Select(receipt => receipt with { Events = [] })],
        }).Run().Steps;
        long hashes = all - withoutHashes;
        long eventLeaves = withoutHashes - withoutEvents;
        output.WriteLine($"{stated.Transactions.Length} hashes over {words} words: {hashes} steps");
        output.WriteLine($"{events} events of {eventWords} words: {eventLeaves} steps");
        output.WriteLine($"the rest: {withoutEvents}");
        Assert.InRange(hashes, 1, (800L * stated.Transactions.Length) + (10 * words));
        Assert.InRange(eventLeaves, 1, (400L * events) + (20 * eventWords));
    }
}
