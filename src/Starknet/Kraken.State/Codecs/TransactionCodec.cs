using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>
/// Transactions as bytes in the store: this node computed their hashes and addresses before it stored them, so they are part of the bytes.
/// Nodes exchange <see cref="SubmissionCodec"/>.
/// </summary>
public static class TransactionCodec
{
    /// <summary>The bytes of a transaction.</summary>
    public static byte[] Encode(Transaction transaction)
    {
        ByteWriter writer = new();
        Write(writer, transaction);
        return writer.ToArray();
    }

    /// <summary>Reads a transaction; false when the bytes are not exactly one.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Transaction? transaction)
    {
        ByteReader reader = new(bytes);
        transaction = Read(ref reader);
        if (!reader.Succeeded)
        {
            transaction = null;
        }

        return transaction is not null;
    }

    private static void Write(ByteWriter writer, Transaction transaction)
    {
        writer.Byte((byte)transaction.Type);
        writer.Felt(transaction.Hash);
        writer.Felt(transaction.Nonce);
        if (transaction is AccountTransaction account)
        {
            WriteAccount(writer, account);
        }

        switch (transaction)
        {
            case InvokeTransaction invoke:
                writer.Felt(invoke.SenderAddress);
                writer.Felts(invoke.Calldata);
                writer.Felts(invoke.AccountDeploymentData);
                writer.Felts(invoke.ProofFacts);
                break;
            case DeclareTransaction declare:
                writer.Felt(declare.SenderAddress);
                writer.Felt(declare.ClassHash);
                writer.Felt(declare.CompiledClassHash);
                writer.Felts(declare.AccountDeploymentData);
                break;
            case DeployAccountTransaction deploy:
                writer.Felt(deploy.ClassHash);
                writer.Felt(deploy.ContractAddressSalt);
                writer.Felts(deploy.ConstructorCalldata);
                writer.Felt(deploy.ContractAddress);
                break;
            case L1HandlerTransaction handler:
                writer.Felt(handler.ContractAddress);
                writer.Felt(handler.EntryPointSelector);
                writer.Felts(handler.Calldata);
                break;
            default:
                throw new NotSupportedException($"no encoding for {transaction.GetType().Name}");
        }
    }

    private static Transaction? Read(ref ByteReader reader)
    {
        TransactionType type = (TransactionType)reader.Byte();
        Felt hash = reader.Felt();
        Felt nonce = reader.Felt();
        if (type == TransactionType.L1Handler)
        {
            return new L1HandlerTransaction
            {
                Hash = hash,
                Nonce = nonce,
                ContractAddress = reader.Felt(),
                EntryPointSelector = reader.Felt(),
                Calldata = ListCodec.Felts(ref reader),
            };
        }

        AccountTransaction? common = BlankTransactions.Of(type);
        return common is null ? null : ReadContent(ref reader, ReadAccount(ref reader, common with { Hash = hash, Nonce = nonce }));
    }

    private static AccountTransaction ReadContent(ref ByteReader reader, AccountTransaction common) => common switch
    {
        InvokeTransaction invoke => invoke with
        {
            SenderAddress = reader.Felt(),
            Calldata = ListCodec.Felts(ref reader),
            AccountDeploymentData = ListCodec.Felts(ref reader),
            ProofFacts = ListCodec.Felts(ref reader),
        },
        DeclareTransaction declare => declare with
        {
            SenderAddress = reader.Felt(),
            ClassHash = reader.Felt(),
            CompiledClassHash = reader.Felt(),
            AccountDeploymentData = ListCodec.Felts(ref reader),
        },
        DeployAccountTransaction deploy => deploy with
        {
            ClassHash = reader.Felt(),
            ContractAddressSalt = reader.Felt(),
            ConstructorCalldata = ListCodec.Felts(ref reader),
            ContractAddress = reader.Felt(),
        },
        _ => common,
    };

    private static void WriteAccount(ByteWriter writer, AccountTransaction account)
    {
        writer.Boolean(account.IsQuery);
        writer.Felts(account.Signature);
        WriteBounds(writer, account.ResourceBounds.L1Gas);
        WriteBounds(writer, account.ResourceBounds.L2Gas);
        WriteBounds(writer, account.ResourceBounds.L1DataGas);
        writer.UInt64(account.Tip);
        writer.Felts(account.PaymasterData);
        writer.Byte((byte)account.NonceDataAvailabilityMode);
        writer.Byte((byte)account.FeeDataAvailabilityMode);
    }

    private static void WriteBounds(ByteWriter writer, ResourceBounds bounds)
    {
        writer.UInt64(bounds.MaxAmount);
        writer.UInt128(bounds.MaxPricePerUnit);
    }

    private static AccountTransaction ReadAccount(ref ByteReader reader, AccountTransaction transaction) => transaction with
    {
        IsQuery = reader.Boolean(),
        Signature = ListCodec.Felts(ref reader),
        ResourceBounds = new(ReadBounds(ref reader), ReadBounds(ref reader), ReadBounds(ref reader)),
        Tip = reader.UInt64(),
        PaymasterData = ListCodec.Felts(ref reader),
        NonceDataAvailabilityMode = ReadMode(ref reader),
        FeeDataAvailabilityMode = ReadMode(ref reader),
    };

    private static ResourceBounds ReadBounds(ref ByteReader reader) => new(reader.UInt64(), reader.UInt128());

    private static DataAvailabilityMode ReadMode(ref ByteReader reader)
    {
        byte mode = reader.Byte();
        if (mode > (byte)DataAvailabilityMode.L2)
        {
            reader.Fail();
        }

        return (DataAvailabilityMode)mode;
    }
}
