using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>Transactions in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class TransactionJson
{
    private static readonly TransactionReader Reader = new(TransactionForm.Rpc);

    /// <summary>Decodes a transaction of a block; its hash is taken as stated when there is one.</summary>
    public static bool TryDecode(
        JsonElement element,
        [NotNullWhen(true)] out Transaction? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(element, Read, out value, out error);

    /// <summary>Decodes a transaction as wallets send it, with the class of a declare, and computes its hash.</summary>
    public static bool TryDecodeSubmitted(
        JsonElement element,
        ChainId chain,
        [NotNullWhen(true)] out SubmittedTransaction? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(element, node => ReadSubmitted(node, chain), out value, out error);

    /// <summary>Reads a transaction of a block within a decoding.</summary>
    public static Transaction Read(JsonNode node) =>
        Reader.Read(node) with { Hash = node["transaction_hash"].OptionalFelt() ?? Felt.Zero };

    /// <summary>Reads a transaction of a block within a decoding, which may be of an older version than chains take today.</summary>
    public static Transaction ReadAny(JsonNode node)
    {
        TransactionType type = ReadType(node);
        return DeprecatedTransactionJson.IsDeprecated(node, type) ? DeprecatedTransactionJson.Read(node, type) : Read(node);
    }

    /// <summary>Reads a transaction as wallets send it within a decoding, and computes its hash.</summary>
    public static SubmittedTransaction ReadSubmitted(JsonNode node, ChainId chain) => DerivedFields.Compute(ReadContent(node), chain);

    /// <summary>
    /// Reads a transaction as wallets send it within a decoding, with its derived fields zero, so that its size can be checked before
    /// anything is hashed.
    /// </summary>
    public static SubmittedTransaction ReadContent(JsonNode node) => Reader.ReadSubmitted(node, ReadClass);

    /// <summary>Writes a transaction of a block with its hash.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="includeProofFacts">Whether an invoke shows its proof facts, even none (the flag INCLUDE_PROOF_FACTS).</param>
    public static void Write(Utf8JsonWriter writer, Transaction transaction, bool includeProofFacts = false)
    {
        writer.WriteStartObject();
        WriteMembers(writer, transaction, includeProofFacts);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of a transaction with its hash into an open object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="includeProofFacts">As for <see cref="Write"/>.</param>
    public static void WriteMembers(Utf8JsonWriter writer, Transaction transaction, bool includeProofFacts)
    {
        writer.WriteFelt("transaction_hash", transaction.Hash);
        TransactionJsonWriter.WriteMembers(writer, transaction, includeProofFacts, null);
    }

    /// <summary>Writes a transaction of a block without its hash, where the hash stands beside it.</summary>
    public static void WriteWithoutHash(Utf8JsonWriter writer, Transaction transaction, bool includeProofFacts = false)
    {
        writer.WriteStartObject();
        TransactionJsonWriter.WriteMembers(writer, transaction, includeProofFacts, null);
        writer.WriteEndObject();
    }

    /// <summary>Writes a transaction as wallets send it: without hash, a declare with its class.</summary>
    public static void WriteSubmitted(Utf8JsonWriter writer, SubmittedTransaction submitted)
    {
        writer.WriteStartObject();
        bool hasFacts = submitted.Transaction is InvokeTransaction { ProofFacts.IsEmpty: false };
        TransactionJsonWriter.WriteMembers(writer, submitted.Transaction, hasFacts, submitted.Class);
        writer.WriteEndObject();
    }

    /// <summary>The word of a kind, such as "DEPLOY_ACCOUNT".</summary>
    public static string TypeWord(TransactionType type) => TransactionForm.Rpc.WordOf(type);

    internal static TransactionType ReadType(JsonNode node) => Reader.ReadType(node);

    private static SierraClass ReadClass(JsonNode node)
    {
        if (DeprecatedClassJson.IsDeprecated(node))
        {
            node.Fail("a Sierra class: no declaration of a class of Cairo 0 is taken");
        }

        return SierraClassJson.Read(node);
    }
}
