using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>
/// Transactions of accounts as validators exchange them, alone and in blocks: their content only. Hash, class hash of a declare and
/// address of a new account do not travel, so that no one can be made to believe them; fields that must be empty do not travel either.
/// </summary>
public static class SubmissionCodec
{
    /// <summary>How many bytes a transaction takes in a block or alone, with its class: what counts against a block's budget.</summary>
    /// <remarks>Counted, not encoded: builders and checkers ask for each transaction. Only a class is encoded for it.</remarks>
    /// <exception cref="ArgumentException">As for <see cref="EncodeBody"/>.</exception>
    public static int BytesOf(SubmittedTransaction submitted)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        int classBytes = submitted.Class is null ? 0 : SierraClassCodec.Encode(submitted.Class).Length;
        return (2 * sizeof(int)) + BodyBytes(submitted.Transaction) + classBytes;
    }

    /// <summary>The bytes of a transaction without its class and without derived fields.</summary>
    /// <exception cref="ArgumentException">It is a query, or a field that must be empty is not: no chain holds
    /// such a transaction.</exception>
    public static byte[] EncodeBody(AccountTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ByteWriter writer = new(BodyBytes(transaction));
        writer.Byte((byte)transaction.Type);
        writer.Felt(transaction.Nonce);
        writer.Felts(transaction.Signature);
        WriteBounds(writer, transaction.ResourceBounds.L1Gas);
        WriteBounds(writer, transaction.ResourceBounds.L2Gas);
        WriteBounds(writer, transaction.ResourceBounds.L1DataGas);
        writer.UInt64(transaction.Tip);
        switch (transaction)
        {
            case InvokeTransaction invoke:
                writer.Felt(invoke.SenderAddress);
                writer.Felts(invoke.Calldata);
                writer.Felts(invoke.ProofFacts);
                break;
            case DeclareTransaction declare:
                writer.Felt(declare.SenderAddress);
                writer.Felt(declare.CompiledClassHash);
                break;
            case DeployAccountTransaction deploy:
                writer.Felt(deploy.ClassHash);
                writer.Felt(deploy.ContractAddressSalt);
                writer.Felts(deploy.ConstructorCalldata);
                break;
            default:
                throw Unknown(transaction);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a transaction, its derived fields zero; null when the bytes are not exactly one within the limits.</summary>
    public static AccountTransaction? DecodeBody(ReadOnlySpan<byte> bytes, TransactionBounds limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ByteReader reader = new(bytes);
        TransactionType type = (TransactionType)reader.Byte();
        AccountTransaction? transaction = BlankTransactions.Of(type) is { } blank
            ? ReadContent(ref reader, ReadCommon(ref reader, blank, limits), limits)
            : null;
        return reader.Succeeded ? transaction : null;
    }

    // As long as what EncodeBody writes.
    private static int BodyBytes(AccountTransaction transaction)
    {
        const int BoundsBytes = sizeof(ulong) + (2 * sizeof(ulong));
        const int CommonBytes = sizeof(byte) + Felt.ByteCount + (3 * BoundsBytes) + sizeof(ulong);
        Require(transaction);
        return CommonBytes + ListBytes(transaction.Signature) + transaction switch
        {
            InvokeTransaction invoke => Felt.ByteCount + ListBytes(invoke.Calldata) + ListBytes(invoke.ProofFacts),
            DeclareTransaction => 2 * Felt.ByteCount,
            DeployAccountTransaction deploy => (2 * Felt.ByteCount) + ListBytes(deploy.ConstructorCalldata),
            _ => throw Unknown(transaction),
        };
    }

    private static int ListBytes(ImmutableArray<Felt> list) => sizeof(int) + (list.Length * Felt.ByteCount);

    private static void Require(AccountTransaction transaction)
    {
        ImmutableArray<Felt> deployment = transaction switch
        {
            InvokeTransaction invoke => invoke.AccountDeploymentData,
            DeclareTransaction declare => declare.AccountDeploymentData,
            _ => [],
        };
        if (!deployment.IsEmpty || !IsPlain(transaction))
        {
            throw new ArgumentException($"transaction {transaction.Hash} has a reserved field that is not empty", nameof(transaction));
        }
    }

    private static ArgumentException Unknown(AccountTransaction transaction) =>
        new($"no encoding for {transaction.GetType().Name}", nameof(transaction));

    private static bool IsPlain(AccountTransaction transaction) =>
        !transaction.IsQuery && transaction.PaymasterData.IsEmpty && !transaction.ResourceBounds.PredatesL1DataGas
        && transaction.NonceDataAvailabilityMode == DataAvailabilityMode.L1
        && transaction.FeeDataAvailabilityMode == DataAvailabilityMode.L1;

    private static void WriteBounds(ByteWriter writer, ResourceBounds bounds)
    {
        writer.UInt64(bounds.MaxAmount);
        writer.UInt128(bounds.MaxPricePerUnit);
    }

    private static ResourceBounds ReadBounds(ref ByteReader reader) => new(reader.UInt64(), reader.UInt128());

    private static AccountTransaction ReadCommon(ref ByteReader reader, AccountTransaction transaction, TransactionBounds limits) =>
        transaction with
        {
            Nonce = reader.Felt(),
            Signature = [.. reader.Felts(limits.MaxSignatureFelts)],
            ResourceBounds = new(ReadBounds(ref reader), ReadBounds(ref reader), ReadBounds(ref reader)),
            Tip = reader.UInt64(),
        };

    private static AccountTransaction ReadContent(ref ByteReader reader, AccountTransaction common, TransactionBounds limits) =>
        common switch
    {
        InvokeTransaction invoke => invoke with
        {
            SenderAddress = reader.Felt(),
            Calldata = [.. reader.Felts(limits.MaxCalldataFelts)],
            ProofFacts = [.. reader.Felts(limits.MaxCalldataFelts)],
        },
        DeclareTransaction declare => declare with { SenderAddress = reader.Felt(), CompiledClassHash = reader.Felt() },
        DeployAccountTransaction deploy => deploy with
        {
            ClassHash = reader.Felt(),
            ContractAddressSalt = reader.Felt(),
            ConstructorCalldata = [.. reader.Felts(limits.MaxCalldataFelts)],
        },
        _ => common,
    };
}
