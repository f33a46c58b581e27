using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>Transactions of versions before 3 in the form of JSON-RPC 0.10 [STARKNET-RPC]; the gateways give the same members.</summary>
public static class DeprecatedTransactionJson
{
    /// <summary>Whether a transaction is one of an older version of its kind.</summary>
    public static bool IsDeprecated(JsonNode node, TransactionType type) =>
        node["version"].IsString && node["version"].Felt().TryToUInt64(out ulong version) && DeprecatedTransaction.Exists(type, version);

    /// <summary>Reads one within a decoding; its hash is taken as stated.</summary>
    public static DeprecatedTransaction Read(JsonNode node, TransactionType type)
    {
        DeprecatedTransaction read = new(type, node["version"].HexUInt64())
        {
            Contract = default,
            Nonce = default,
            MaxFee = node["max_fee"].HexUInt128(),
            Signature = node["signature"].Felts(TransactionLimits.MaxFelts),
            Hash = node["transaction_hash"].OptionalFelt() ?? Felt.Zero,
        };
        read = read.HasNonce ? read with { Nonce = node["nonce"].Felt() } : read;
        switch (type)
        {
            case TransactionType.Invoke when read.Number == 0:
                return read with
                {
                    Contract = node["contract_address"].Felt(),
                    EntryPointSelector = node["entry_point_selector"].Felt(),
                    Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
                };
            case TransactionType.Invoke:
                return read with
                {
                    Contract = node["sender_address"].Felt(),
                    Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
                };
            case TransactionType.Declare:
                return read with
                {
                    Contract = node["sender_address"].Felt(),
                    ClassHash = node["class_hash"].Felt(),
                    CompiledClassHash = read.Number == 2 ? node["compiled_class_hash"].Felt() : Felt.Zero,
                };
            default:
                read = read with
                {
                    ClassHash = node["class_hash"].Felt(),
                    ContractAddressSalt = node["contract_address_salt"].Felt(),
                    Calldata = node["constructor_calldata"].Felts(TransactionLimits.MaxFelts),
                };
                return read with
                {
                    Contract = ContractAddresses.Compute(
                        Felt.Zero, read.ContractAddressSalt, read.ClassHash, read.Calldata.AsSpan()),
                };
        }
    }

    /// <summary>Writes the members behind type and hash into an open object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, DeprecatedTransaction transaction)
    {
        writer.WriteFelt("version", transaction.Version);
        writer.WriteFelt("max_fee", transaction.MaxFee);
        writer.WriteFelts("signature", transaction.Signature.AsSpan());
        if (transaction.HasNonce)
        {
            writer.WriteFelt("nonce", transaction.Nonce);
        }

        switch (transaction.Kind)
        {
            case TransactionType.Invoke when transaction.Number == 0:
                writer.WriteFelt("contract_address", transaction.Contract);
                writer.WriteFelt("entry_point_selector", transaction.EntryPointSelector);
                writer.WriteFelts("calldata", transaction.Calldata.AsSpan());
                break;
            case TransactionType.Invoke:
                writer.WriteFelt("sender_address", transaction.Contract);
                writer.WriteFelts("calldata", transaction.Calldata.AsSpan());
                break;
            case TransactionType.Declare:
                writer.WriteFelt("sender_address", transaction.Contract);
                writer.WriteFelt("class_hash", transaction.ClassHash);
                if (transaction.Number == 2)
                {
                    writer.WriteFelt("compiled_class_hash", transaction.CompiledClassHash);
                }

                break;
            default:
                writer.WriteFelt("contract_address_salt", transaction.ContractAddressSalt);
                writer.WriteFelts("constructor_calldata", transaction.Calldata.AsSpan());
                writer.WriteFelt("class_hash", transaction.ClassHash);
                break;
        }
    }
}
