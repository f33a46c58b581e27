using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.State.Tests.Store;

/// <summary>Blocks with one transaction and invented hashes.</summary>
internal static class TestBlocks
{
    public static Block Create(ulong number, Felt parent, Felt root)
    {
        Transaction transaction =
            new InvokeTransaction { Hash = 100 + number, Nonce = number, SenderAddress = 1, Calldata = [number], ResourceBounds = default };
        TransactionReceipt receipt = new()
        {
            TransactionHash = transaction.Hash,
            Type = TransactionType.Invoke,
            ActualFee = new(5),
            Gas = new(1, 2, 3),
            RevertReason = number % 2 == 0 ? null : "reverted",
            Events = [new(1, [2], [3, 4])],
        };
        BlockHeader header = new()
        {
            Hash = 100_000 + number,
            ParentHash = parent,
            Number = number,
            StateRoot = root,
            SequencerAddress = 9,
            Timestamp = 10 + number,
            GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
            StarknetVersion = "0.14.3",
            Commitments = new(1, 2, 3, 4, 1, 1, 2),
        };
        return new(header, [transaction], [receipt]);
    }

    /// <summary>The block after the latest one of a store, which sets a diff.</summary>
    public static BlockRecord After(ChainStore store, StateDiff diff, CommittedState commitment)
    {
        ulong number = store.LatestNumber + 1 ?? 0;
        Felt parent = number == 0 ? default : store.Header(number - 1)!.Hash;
        return new BlockRecord(Create(number, parent, commitment.Roots.Global), diff, commitment, [], []);
    }
}
