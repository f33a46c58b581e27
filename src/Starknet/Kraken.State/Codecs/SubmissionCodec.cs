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
    /// <exception cref="ArgumentException">As for <see cref="EncodeBody"/>.</exception>
    public static int BytesOf(SubmittedTransaction submitted)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        int classBytes = submitted.Class is null ? 0 : SierraClassCodec.Encode(submitted.Class).Length;
        return (2 * sizeof(int)) + EncodeBody(submitted.Transaction).Length + classBytes;
    }

    /// <summary>The bytes of a transaction without its class and without derived fields.</summary>
    /// <exception cref="ArgumentException">It is a query, or a field that must be empty is not: no chain holds such a transaction.</exception>
    public static byte[] EncodeBody(AccountTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ByteWriter writer = new();
        writer.Byte((byte)transaction.Type);
        writer.Felt(transaction.Nonce);
        writer.Felts(transaction.Signature);
        WriteBounds(writer, transaction.ResourceBounds.L1Gas);
        WriteBounds(writer, transaction.ResourceBounds.L2Gas);
        WriteBounds(writer, transaction.ResourceBounds.L1DataGas);
        writer.UInt64(transaction.Tip);
        ImmutableArray<Felt> deployment = [];
        switch (transaction)
        {
            case InvokeTransaction invoke:
                deployment = invoke.AccountDeploymentData;
                writer.Felt(invoke.SenderAddress);
                writer.Felts(invoke.Calldata);
                writer.Felts(invoke.ProofFacts);
                break;
            case DeclareTransaction declare:
                deployment = declare.AccountDeploymentData;
                writer.Felt(declare.SenderAddress);
                writer.Felt(declare.CompiledClassHash);
                break;
            case DeployAccountTransaction deploy:
                writer.Felt(deploy.ClassHash);
                writer.Felt(deploy.ContractAddressSalt);
                writer.Felts(deploy.ConstructorCalldata);
                break;
            default:
                throw new ArgumentException($"no encoding for {transaction.GetType().Name}", nameof(transaction));
        }

        return deployment.IsEmpty && IsPlain(transaction)
            ? writer.ToArray()
            : throw new ArgumentException($"transaction {transaction.Hash} has a reserved field that is not empty", nameof(transaction));
    }

    /// <summary>Reads a transaction, its derived fields zero; null when the bytes are not exactly one within the limits.</summary>
    public static AccountTransaction? DecodeBody(ReadOnlySpan<byte> bytes, TransactionBounds limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ByteReader reader = new(bytes);
        TransactionType type = (TransactionType)reader.Byte();
        Content content = new(
            reader.Felt(),
            [.. reader.Felts(limits.MaxSignatureFelts)],
            new(ReadBounds(ref reader), ReadBounds(ref reader), ReadBounds(ref reader)),
            reader.UInt64());
        AccountTransaction? transaction = type switch
        {
            TransactionType.Invoke => ReadInvoke(ref reader, content, limits.MaxCalldataFelts),
            TransactionType.Declare => ReadDeclare(ref reader, content),
            TransactionType.DeployAccount => ReadDeployAccount(ref reader, content, limits.MaxCalldataFelts),
            _ => null,
        };
        return reader.Succeeded ? transaction : null;
    }

    private static bool IsPlain(AccountTransaction transaction) =>
        !transaction.IsQuery && transaction.PaymasterData.IsEmpty && !transaction.ResourceBounds.PredatesL1DataGas
        && transaction.NonceDataAvailabilityMode == DataAvailabilityMode.L1 && transaction.FeeDataAvailabilityMode == DataAvailabilityMode.L1;

    private static void WriteBounds(ByteWriter writer, ResourceBounds bounds)
    {
        writer.UInt64(bounds.MaxAmount);
        writer.UInt128(bounds.MaxPricePerUnit);
    }

    private static ResourceBounds ReadBounds(ref ByteReader reader) => new(reader.UInt64(), reader.UInt128());

    private static InvokeTransaction ReadInvoke(ref ByteReader reader, Content content, int maxFelts) => new()
    {
        Nonce = content.Nonce,
        Signature = content.Signature,
        ResourceBounds = content.Bounds,
        Tip = content.Tip,
        SenderAddress = reader.Felt(),
        Calldata = [.. reader.Felts(maxFelts)],
        ProofFacts = [.. reader.Felts(maxFelts)],
    };

    private static DeclareTransaction ReadDeclare(ref ByteReader reader, Content content) => new()
    {
        Nonce = content.Nonce,
        Signature = content.Signature,
        ResourceBounds = content.Bounds,
        Tip = content.Tip,
        SenderAddress = reader.Felt(),
        ClassHash = default,
        CompiledClassHash = reader.Felt(),
    };

    private static DeployAccountTransaction ReadDeployAccount(ref ByteReader reader, Content content, int maxFelts) => new()
    {
        Nonce = content.Nonce,
        Signature = content.Signature,
        ResourceBounds = content.Bounds,
        Tip = content.Tip,
        ClassHash = reader.Felt(),
        ContractAddressSalt = reader.Felt(),
        ConstructorCalldata = [.. reader.Felts(maxFelts)],
        ContractAddress = default,
    };

    private readonly record struct Content(Felt Nonce, ImmutableArray<Felt> Signature, ResourceBoundsMapping Bounds, ulong Tip);
}
