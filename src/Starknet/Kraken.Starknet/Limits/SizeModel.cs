using System;
using System.Globalization;
using Kraken.Fields;

namespace Kraken.Starknet.Limits;

/// <summary>
/// The size in bytes of everything that validators, users and stores exchange, computed from a chain's limits alone: what admission
/// takes, every peer can decode, a block can hold, and a frame can carry.
/// </summary>
/// <param name="limits">The chain's limits.</param>
public sealed class SizeModel(ChainLimits limits)
{
    // A count before a list, text or byte string.
    private const int CountBytes = 4;

    // Type, nonce, count of the signature, three bounds of amount and price, tip.
    private const int AccountBytes = 1 + Felt.ByteCount + CountBytes + (3 * (8 + 16)) + 8;

    // A felt in JSON, "0x" and 64 digits in quotes and a comma.
    private const int JsonFeltBytes = 69;

    // The members of a transaction in JSON that are not lists, and the envelope of the call.
    private const int JsonEnvelopeBytes = 64 << 10;

    // The members of a transaction and of its receipt in JSON that are not lists.
    private const int JsonReceiptBytes = 4 << 10;

    // Names, ports and prices aside, a proposal adds its own fields and signatures, and a decided block the votes of its certificate.
    private const int ConsensusBytes = 256 << 10;

    // A transaction in memory beside its felts: the objects, the indices of the pool.
    private const int ObjectBytes = 1_000;

    /// <summary>A block's number, time, sequencer and count of transactions.</summary>
    public const int BlockHeaderBytes = 8 + 8 + Felt.ByteCount + CountBytes;

    /// <summary>The largest body of an invoke.</summary>
    public long MaxInvokeBytes => AccountBytes + Felt.ByteCount
        + (2 * CountBytes) + Felts(limits.Transaction.MaxSignatureFelts) + Felts(limits.Transaction.MaxCalldataFelts);

    /// <summary>The largest body of a declare, without its class.</summary>
    public long MaxDeclareBytes => AccountBytes + (2 * Felt.ByteCount) + Felts(limits.Transaction.MaxSignatureFelts);

    /// <summary>The largest body of a deploy-account.</summary>
    public long MaxDeployAccountBytes => AccountBytes + (2 * Felt.ByteCount)
        + CountBytes + Felts(limits.Transaction.MaxSignatureFelts) + Felts(limits.Transaction.MaxCalldataFelts);

    /// <summary>The largest body of a transaction, without class.</summary>
    public long MaxTransactionBytes => Math.Max(MaxDeclareBytes, Math.Max(MaxInvokeBytes, MaxDeployAccountBytes));

    /// <summary>The largest class: the encoding between validators is never longer than the JSON.</summary>
    public long MaxClassBytes => limits.Class.MaxJsonBytes;

    /// <summary>The largest transaction as validators pass it on, with its class.</summary>
    public long MaxSubmittedBytes => (2 * CountBytes) + Math.Max(MaxTransactionBytes, MaxDeclareBytes + MaxClassBytes);

    /// <summary>The largest block as it is proposed.</summary>
    public long MaxBlockBytes => limits.Block.MaxBytes;

    /// <summary>The largest message of consensus: a block with a proposal and its signatures, or with its certificate.</summary>
    public long MaxProposalBytes => MaxBlockBytes + ConsensusBytes;

    /// <summary>The largest content of a frame on the wire.</summary>
    public long MaxFrameBytes => MaxProposalBytes;

    /// <summary>The largest body of a JSON-RPC request: the largest submission, its class escaped to twice its length.</summary>
    public long MaxRpcBodyBytes => JsonEnvelopeBytes
        + (JsonFeltBytes * ((long)limits.Transaction.MaxSignatureFelts + limits.Transaction.MaxCalldataFelts))
        + (2 * MaxClassBytes);

    /// <summary>A block in JSON with transactions and receipts, its events aside: what every client must be able to get.</summary>
    public long MaxRpcBlockBytes =>
        (MaxBlockBytes / Felt.ByteCount * JsonFeltBytes) + ((long)limits.Block.MaxTransactions * JsonReceiptBytes) + JsonEnvelopeBytes;

    /// <summary>The most memory that one waiting transaction takes.</summary>
    public long MaxMemoryBytes => ObjectBytes + MaxTransactionBytes + Felts(limits.Class.MaxSierraFelts) + (2L * limits.Class.MaxJsonBytes);

    /// <summary>The memory that waiting transactions may take in all: 256 MiB, or sixteen of the largest.</summary>
    public long PoolBytes => Math.Max(256 << 20, 16 * MaxMemoryBytes);

    /// <summary>The queue of one peer's transactions: 8 MiB, or two of the largest.</summary>
    public long PeerQueueBytes => Math.Max(8 << 20, 2 * MaxSubmittedBytes);

    /// <summary>About how much memory a transaction takes.</summary>
    public static long MemoryOf(Transactions.SubmittedTransaction submitted)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        long felts = submitted.Transaction.Signature.Length + submitted.Transaction switch
        {
            Transactions.InvokeTransaction invoke =>
                invoke.Calldata.Length + invoke.ProofFacts.Length + invoke.AccountDeploymentData.Length,
            Transactions.DeployAccountTransaction deploy => deploy.ConstructorCalldata.Length,
            _ => 0,
        };
        return ObjectBytes + Felts(felts) + (submitted.Class is { } sierra ? ClassSize.Memory(sierra) : 0);
    }

    internal string? Problem()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (MaxFrameBytes > int.MaxValue
            || MaxRpcBodyBytes > int.MaxValue || MaxSubmittedBytes > int.MaxValue || MaxRpcBlockBytes > int.MaxValue)
        {
            long largest = Math.Max(Math.Max(MaxFrameBytes, MaxRpcBlockBytes), Math.Max(MaxRpcBodyBytes, MaxSubmittedBytes));
            return string.Create(culture, $"limits: expected messages of at most {int.MaxValue} bytes, got {largest} bytes");
        }

        long least = BlockHeaderBytes + MaxSubmittedBytes;
        return limits.Block.MaxBytes >= least
            ? null
            : string.Create(
                culture,
                $"limits.block.max_bytes: expected at least {least}, a block with the largest transaction, got {limits.Block.MaxBytes}");
    }

    private static long Felts(long count) => count * Felt.ByteCount;
}
