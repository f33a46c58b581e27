using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tokens;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Views;

/// <summary>A transaction's page.</summary>
internal sealed record TransactionView
{
    /// <summary>What was signed and sent.</summary>
    public required Transaction Transaction { get; init; }

    /// <summary>Its hash, as it was asked for.</summary>
    public required Felt Hash { get; init; }

    /// <summary>How far it has come.</summary>
    public required TransactionStatus Status { get; init; }

    /// <summary>Its receipt; null while it is in no block.</summary>
    public TransactionReceipt? Receipt { get; init; }

    /// <summary>Its block; null while it is in none.</summary>
    public BlockHeader? Block { get; init; }

    /// <summary>The first calls in its calldata.</summary>
    public required IReadOnlyList<DecodedCall> Calls { get; init; }

    /// <summary>How many calls its calldata has.</summary>
    public required int CallCount { get; init; }

    /// <summary>The constructor's arguments of a deployed account; null for other kinds.</summary>
    public IReadOnlyList<NamedText>? Constructor { get; init; }

    /// <summary>The first events of the receipt, with names where an ABI is known.</summary>
    public required IReadOnlyList<DecodedEvent> Events { get; init; }

    /// <summary>Whether its block is proved; null while it is in none.</summary>
    public BlockProofView? Proof { get; init; }

    /// <summary>The token of fees.</summary>
    public FeeToken Fees { get; init; } = new(WellKnownAddresses.FeeToken, "STRK", 18, "");

    /// <summary>The calls on the way of its failure; null where it did not fail.</summary>
    public RevertPath? Revert { get; init; }

    /// <summary>Its call tree; null when the node gave none in time.</summary>
    public TraceView? Trace { get; init; }

    /// <summary>Reads a transaction; null when the node does not know it.</summary>
    public static async Task<TransactionView?> LoadAsync(ExplorerData data, Felt hash, CancellationToken cancellation)
    {
        if (await data.Node.StatusAsync(hash, cancellation).ConfigureAwait(false) is not { } status ||
            await data.Node.TransactionAsync(hash, cancellation).ConfigureAwait(false) is not { } transaction)
        {
            return null;
        }

        (TransactionReceipt Receipt, ulong BlockNumber)? included =
            status.Finality is TransactionFinality.AcceptedOnL2 or TransactionFinality.AcceptedOnL1
            ? await data.Node.ReceiptAsync(hash, cancellation).ConfigureAwait(false)
            : null;
        BlockId block = included is { } known ? new BlockId.ByNumber(known.BlockNumber) : BlockId.Latest;
        CallDecoder decoder = new(data.Classes, block);
        return new TransactionView
        {
            Transaction = transaction,
            Hash = hash,
            Status = status,
            Receipt = included?.Receipt,
            Block = included is null ? null : await data.Node.HeaderAsync(block, cancellation).ConfigureAwait(false),
            CallCount = CallDecoder.CallsOf(transaction).Count,
            Calls = await decoder.CallsAsync(transaction, cancellation).ConfigureAwait(false),
            Constructor = await decoder.ConstructorAsync(transaction, cancellation).ConfigureAwait(false),
            Events = await decoder.EventsAsync(included?.Receipt.Events ?? [], cancellation).ConfigureAwait(false),
            Fees = await data.Token.FeeTokenAsync(cancellation).ConfigureAwait(false),
            Revert = included?.Receipt.RevertReason is { } reason ? RevertPath.Of(reason, data.Classes) : null,
            Proof = included is { } held
                ? await BlockProofView.LoadAsync(data, held.BlockNumber, cancellation).ConfigureAwait(false)
                : null,
            Trace = included is null ? null : await TraceView.LoadSoonAsync(data, hash, cancellation).ConfigureAwait(false),
        };
    }
}
