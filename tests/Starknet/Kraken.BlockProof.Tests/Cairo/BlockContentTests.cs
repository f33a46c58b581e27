using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Witness;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Tests;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>Transaction hashes, commitments and block hashes of blocks that others made, computed by the program's modules.</summary>
public sealed class BlockContentTests
{
    private static readonly ChainId Integration = ChainId.FromName("SN_INTEGRATION_SEPOLIA");

    /// <summary>The upstream edit of the last file's version field does not reach its hash, which was made with 0.14.2.</summary>
    [Theory]
    [InlineData("v0.13.4_sepolia-integration_63881", "0.13.4", true, 0)]
    [InlineData("v0.14.0_sepolia-integration_2473486", "0.14.0", false, 8)]
    [InlineData("v0.14.2_sepolia-integration_1041730", "0.14.2", false, 13)]
    public void BlocksOfTheNetworkHoldTheirHashesAndCommitments(string file, string version, bool hasDiff, int stated)
    {
        JsonElement block = SharedData.Json($"starknet/blocks/{file}.block.json");
        BlockCommitments commitments = new(
            default, default, default, FeederBlock.Felt(block, "state_diff_commitment"), 0, 0,
            block.GetProperty("state_diff_length").GetUInt64());
        BlockContent content = new(
            Integration,
            FeederBlock.Header(block, version, commitments),
            [.. FeederBlock.Transactions(block).Select(tx => stated != 0 ? FeederBlock.Invoke(tx) : HashAndSignature(tx))],
            FeederBlock.Receipts(block),
            hasDiff ? Diff(SharedData.Json($"starknet/blocks/{file}.state_update.json").GetProperty("state_diff")) : null);
        Assert.Equal(stated, content.Transactions.Count(TransactionCells.CanState));
        (Felt[] output, _) = content.Run();
        Felt[] expected =
        [
            .. FeederBlock.Transactions(block).Select(tx => FeederBlock.Felt(tx, "transaction_hash")),
            FeederBlock.Felt(block, "transaction_commitment"),
            FeederBlock.Felt(block, "event_commitment"),
            FeederBlock.Felt(block, "receipt_commitment"),
            FeederBlock.Felt(block, "state_diff_commitment"),
            block.GetProperty("state_diff_length").GetUInt64(),
            FeederBlock.Felt(block, "block_hash"),
        ];
        Assert.Equal(expected, output);
    }

    [Fact]
    public void TheDevelopmentNodesTransactionsHoldTheirHashesAndCommitments()
    {
        foreach (JsonElement step in DevnetRun.Steps)
        {
            JsonElement block = step.GetProperty("block");
            StateDiff diff = DevnetRun.Diff(step);
            Transaction transaction = DevnetRun.Transaction(step);
            Assert.True(TransactionCells.CanState(transaction));
            BlockContent content = new(
                ChainId.Sepolia, Empty with { Number = 5 }, [transaction], [WithChargedDataGas(DevnetRun.Receipt(step))], diff);
            (Felt[] output, _) = content.Run();
            Assert.Equal(transaction.Hash, output[0]);
            Assert.Equal(FeederBlock.Felt(block, "transaction_commitment"), output[1]);
            Assert.Equal(FeederBlock.Felt(block, "event_commitment"), output[2]);
            Assert.Equal(FeederBlock.Felt(block, "receipt_commitment"), output[3]);
            Assert.Equal(FeederBlock.Felt(block, "state_diff_commitment"), output[4]);
            Assert.Equal((Felt)diff.Length, output[5]);
            BlockCommitments commitments = ContentCommitments.Compute(content.Transactions, content.Receipts, diff);
            Assert.Equal(BlockHash.Compute(content.Header with { Commitments = commitments }), output[6]);
        }
    }

    [Fact]
    public void TheHandlerOfTheSequencersVectorsHasItsHash()
    {
        int found = 0;
        foreach (JsonElement vector in SharedData.Json("starknet/tx/sequencer_transaction_hash.json").EnumerateArray())
        {
            if (vector.GetProperty("transaction").TryGetProperty("L1Handler", out JsonElement handler))
            {
                L1HandlerTransaction transaction = new()
                {
                    Nonce = FeederBlock.Felt(handler, "nonce"),
                    ContractAddress = FeederBlock.Felt(handler, "contract_address"),
                    EntryPointSelector = FeederBlock.Felt(handler, "entry_point_selector"),
                    Calldata = FeederBlock.Felts(handler, "calldata"),
                };
                ChainId chain = ChainId.FromName(vector.GetProperty("chain_id").GetString()!);
                Felt[] output = new BlockContent(chain, Empty, [transaction], [NoReceipt], StateDiff.Empty).Run().Output;
                Assert.Equal(FeederBlock.Felt(vector, "transaction_hash"), output[0]);
                found++;
            }
        }

        Assert.Equal(1, found);
    }

    /// <summary>Trees of all small sizes, against the twin: one with a short right part differs from a full one.</summary>
    [Fact]
    public void TreesOfAnyNumberOfLeavesAreThoseOfTheTwin()
    {
        for (int count = 0; count <= 33; count++)
        {
            ImmutableArray<Transaction> transactions = [.. Enumerable.Range(1, count).Select(i => Believed(i, [i, i + 1]))];
            ImmutableArray<TransactionReceipt> receipts = [.. transactions.Select(_ => NoReceipt)];
            Felt[] output = new BlockContent(Integration, Empty, transactions, receipts, StateDiff.Empty).Run().Output;
            Assert.Equal(ContentCommitments.OfTransactions(transactions), output[count]);
        }
    }

    [Fact]
    public void AnAddressThatDoesNotFollowFromTheDeploymentCannotBeStated()
    {
        DeployAccountTransaction deploy = DevnetRun.Steps.Select(DevnetRun.Transaction).OfType<DeployAccountTransaction>().First();
        BlockContent honest = new(ChainId.Sepolia, Empty, [deploy], [NoReceipt], StateDiff.Empty);
        Assert.Null(CairoTest.TryRun("block_content.cairo", honest.Hints, out _));
        BlockContent other = honest with { Transactions = [deploy with { ContractAddress = deploy.ContractAddress + 1 }] };
        Assert.NotNull(CairoTest.TryRun("block_content.cairo", other.Hints, out _));
    }

    private static BlockHeader Empty { get; } = new()
    {
        Hash = default,
        ParentHash = 11,
        Number = 0,
        StateRoot = 12,
        SequencerAddress = 13,
        Timestamp = 14,
        GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
        L1DataAvailability = L1DataAvailability.Blob,
        StarknetVersion = "0.14.3",
        Commitments = new(default, default, default, default, 0, 0, 0),
    };

    private static TransactionReceipt NoReceipt { get; } = new()
    {
        TransactionHash = 0,
        Type = TransactionType.Invoke,
        ActualFee = new(0),
        Gas = default,
    };

    private static InvokeTransaction HashAndSignature(JsonElement tx) =>
        Believed(FeederBlock.Felt(tx, "transaction_hash"), FeederBlock.Felts(tx, "signature"));

    // Its bounds predate the gas for data, so that the program takes the hash as given.
    private static InvokeTransaction Believed(Felt hash, ImmutableArray<Felt> signature) => new()
    {
        Hash = hash,
        Signature = signature,
        Nonce = Felt.Zero,
        SenderAddress = Felt.Zero,
        Calldata = [],
        ResourceBounds = new ResourceBoundsMapping { PredatesL1DataGas = true },
    };

    // The node's receipts leave out the data gas of newly allocated cells (32 a cell), which it charges and commits to; the fee tells it.
    private static TransactionReceipt WithChargedDataGas(TransactionReceipt receipt) => receipt.Status == ExecutionStatus.Reverted
        ? receipt
        : receipt with { Gas = receipt.Gas with { L1DataGas = (ulong)(receipt.ActualFee.Amount / 1_000_000_000) - receipt.Gas.L2Gas } };

    private static StateDiff Diff(JsonElement diff) => new()
    {
        StorageDiffs = [.. diff.GetProperty("storage_diffs").EnumerateObject().Select(contract => new ContractStorageDiff(
            Felt.Parse(contract.Name),
            [.. contract.Value.EnumerateArray()
                .Select(entry => new StorageEntry(FeederBlock.Felt(entry, "key"), FeederBlock.Felt(entry, "value")))]))],
        DeployedContracts = Contracts(diff, "deployed_contracts"),
        ReplacedClasses = Contracts(diff, "replaced_classes"),
        DeclaredClasses = [.. diff.GetProperty("declared_classes").EnumerateArray()
            .Select(item => new DeclaredClass(FeederBlock.Felt(item, "class_hash"), FeederBlock.Felt(item, "compiled_class_hash")))],
        Nonces = [.. diff.GetProperty("nonces")
            .EnumerateObject().Select(item => new NonceUpdate(Felt.Parse(item.Name), Felt.Parse(item.Value.GetString()!)))],
    };

    private static ImmutableArray<ContractClass> Contracts(JsonElement diff, string name) =>
        [.. diff.GetProperty(name)
            .EnumerateArray().Select(item => new ContractClass(FeederBlock.Felt(item, "address"), FeederBlock.Felt(item, "class_hash")))];
}
