using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Transactions of users and of other validators.</summary>
internal static class TransactionTargets
{
    private const int MaxJsonBytes = 1 << 22;

    private static readonly TransactionDecoder Decoder = new(ChainId.Sepolia);

    // Hashing a transaction, and the decoder's memory of what it knows, which is bounded on its own.
    private static readonly FuzzBounds Wire = new(1 << 18, 256, TimeSpan.FromSeconds(2));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<SubmittedTransaction>(
            "transaction-json", "a transaction as wallets send it", InputShape.Json, ReadSubmitted, Submitted)
        {
            Encode = transaction => Json(writer => TransactionJson.WriteSubmitted(writer, transaction)),
        },
        new CodecTarget<Transaction>("transaction-block-json", "a transaction of a block", InputShape.Json, ReadOfBlock, OfBlocks)
        {
            Encode = transaction => Json(writer => TransactionJson.Write(writer, transaction, includeProofFacts: true)),
        },
        new CodecTarget<AccountTransaction>(
            "transaction-body", "a transaction without its class, as validators exchange it",
            InputShape.Binary, ReadBody, () => Accounts().Select(SubmissionCodec.EncodeBody))
        {
            Encode = SubmissionCodec.EncodeBody,
            IsCanonical = true,
        },
        new CodecTarget<SubmittedTransaction>(
            "transaction-wire", "a transaction with its class, as validators pass it on", InputShape.Binary, ReadWire, Wired)
        {
            Encode = Decoder.Encode,
            IsCanonical = true,
            Limits = Wire,
        },
        new CodecTarget<ProposedBlock>(
            "proposed-block", "a block as it is proposed, decided and caught up with", InputShape.Binary, ReadBlock, Blocks)
        {
            Encode = block => block.Encode(),
            IsCanonical = true,
            Limits = Wire,
        },
        new CodecTarget<DraftPart>(
            "draft-part", "what a proposer says that it has executed", InputShape.Binary, ReadPart, Parts)
        {
            Encode = part => part.Encode(),
            IsCanonical = true,
        },
        new CodecTarget<Transaction>(
            "transaction-store", "a transaction of the store", InputShape.Binary,
            ReadStored, () => Stored().Select(TransactionCodec.Encode))
        {
            Encode = TransactionCodec.Encode,
            IsCanonical = true,
        },
    ];

    /// <summary>Transactions of a development node's run, with their receipts and state diffs.</summary>
    internal static IEnumerable<JsonElement> Recorded() =>
        SeedData.Json("starknet/devnet-run/chain_contracts.json").GetProperty("transactions").EnumerateArray();

    /// <summary>Writes JSON.</summary>
    internal static byte[] Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static IEnumerable<byte[]> Submitted() =>
    [
        .. Admitted().Select(transaction => Json(writer => TransactionJson.WriteSubmitted(writer, transaction))),
        .. SeedData.Files("starknet/writer/deploy_account_v3.json", "starknet/writer/invoke_v3.json"),
        .. SeedData.Json("starknet/rpc-fixtures/pathfinder_0.10_broadcasted_transactions.json").EnumerateArray().Select(SeedData.Bytes),
    ];

    private static IEnumerable<byte[]> OfBlocks() => Recorded().Select(step => SeedData.Bytes(step.GetProperty("transaction")));

    /// <summary>Transactions as the store has them.</summary>
    internal static IEnumerable<Transaction> Stored() => OfBlocks().Select(ReadOfBlock).OfType<Transaction>();

    private static IEnumerable<AccountTransaction> Accounts() => Stored().OfType<AccountTransaction>();

    private static IEnumerable<SubmittedTransaction> Admitted() =>
    [
        .. Accounts()
            .Where(transaction => transaction is not DeclareTransaction).Select(transaction => new SubmittedTransaction(transaction)),
        DeclaredClass(),
    ];

    private static SubmittedTransaction DeclaredClass() => DerivedFields.Compute(
        new SubmittedTransaction(Accounts()
            .First(transaction => transaction is DeclareTransaction), ChainContracts.UniversalDeployer.Class), ChainId.Sepolia);

    private static IEnumerable<byte[]> Wired() => Admitted().Select(Decoder.Encode);

    private static IEnumerable<byte[]> Blocks()
    {
        SubmittedTransaction[] transactions = [.. Wired().Select(ReadWire).OfType<SubmittedTransaction>()];
        return
        [
            new ProposedBlock(1, 1_700_000_000, 0x1000, []).Encode(),
            new ProposedBlock(2, 1_700_000_001, 0x1000, [.. transactions.Take(3)]).Encode(),
            new ProposedBlock(3, 1_700_000_002, 0x1000, [.. transactions]).Encode(),
            new ProposedBlock(4, 1_700_000_003, 0x1000, []) { Messages = [.. Stored().OfType<L1HandlerTransaction>().Take(2)] }.Encode(),
        ];
    }

    private static IEnumerable<byte[]> Parts() =>
    [
        new DraftPart(7, new ValueId(0x1000), 1_700_000_000, 0, [new DraftedTransaction(0x1234, 5)]).Encode(),
        new DraftPart(
            8, new ValueId(Felt.Zero - Felt.One), ulong.MaxValue, int.MaxValue,
            [.. Enumerable.Range(1, DraftLimits.MaxPartTransactions)
                .Select(i => new DraftedTransaction((ulong)i, UInt128.MaxValue))]).Encode(),
    ];

    internal static SubmittedTransaction? ReadSubmitted(byte[] input) =>
        JsonDecoding.TryDecode(input, MaxJsonBytes, node =>
            TransactionJson.ReadSubmitted(node, ChainId.Sepolia), out SubmittedTransaction? read, out _) ? read : null;

    private static Transaction? ReadOfBlock(byte[] input) =>
        JsonDecoding.TryDecode(input, MaxJsonBytes, TransactionJson.Read, out Transaction? read, out _) ? read : null;

    private static AccountTransaction? ReadBody(byte[] input) => SubmissionCodec.DecodeBody(input, new ChainLimits().Transaction);

    private static SubmittedTransaction? ReadWire(byte[] input) => Decoder.TryDecode(input, out SubmittedTransaction? read) ? read : null;

    private static ProposedBlock? ReadBlock(byte[] input) => ProposedBlock.TryDecode(input, Decoder, out ProposedBlock? read) ? read : null;

    private static DraftPart? ReadPart(byte[] input) => DraftPart.TryDecode(input, out DraftPart? read) ? read : null;

    private static Transaction? ReadStored(byte[] input) => TransactionCodec.TryDecode(input, out Transaction? read) ? read : null;
}
