using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>Transactions in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class TransactionJson
{
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
    public static Transaction Read(JsonNode node)
    {
        Transaction transaction = ReadType(node) switch
        {
            TransactionType.Invoke => ReadInvoke(node),
            TransactionType.Declare => ReadDeclare(node, node["class_hash"].Felt()),
            TransactionType.DeployAccount => WithAddress(ReadDeployAccount(node)),
            _ => ReadL1Handler(node),
        };
        return transaction with { Hash = node["transaction_hash"].OptionalFelt() ?? Felt.Zero };
    }

    /// <summary>Reads a transaction of a block within a decoding, which may be of an older version than chains take today.</summary>
    public static Transaction ReadAny(JsonNode node)
    {
        TransactionType type = ReadType(node);
        return OldTransactionJson.IsOld(node, type) ? OldTransactionJson.Read(node, type) : Read(node);
    }

    /// <summary>Reads a transaction as wallets send it within a decoding, and computes its hash.</summary>
    public static SubmittedTransaction ReadSubmitted(JsonNode node, ChainId chain) => DerivedFields.Compute(ReadContent(node), chain);

    /// <summary>
    /// Reads a transaction as wallets send it within a decoding, with its derived fields zero, so that its size can be checked before
    /// anything is hashed.
    /// </summary>
    public static SubmittedTransaction ReadContent(JsonNode node)
    {
        switch (ReadType(node))
        {
            case TransactionType.Invoke:
                return new(ReadInvoke(node));
            case TransactionType.DeployAccount:
                return new(ReadDeployAccount(node));
            case TransactionType.Declare:
                JsonNode declared = node["contract_class"];
                if (DeprecatedClassJson.IsDeprecated(declared))
                {
                    declared.Fail("a Sierra class: no declaration of a class of Cairo 0 is taken");
                }

                return new(ReadDeclare(node, default), SierraClassJson.Read(declared));
            default:
                node["type"].Fail("a kind that an account may send");
                return new(ReadInvoke(node));
        }
    }

    /// <summary>Writes a transaction of a block with its hash.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="includeProofFacts">Whether an invoke shows its proof facts, even none (the flag INCLUDE_PROOF_FACTS).</param>
    public static void Write(Utf8JsonWriter writer, Transaction transaction, bool includeProofFacts = false)
    {
        writer.WriteStartObject();
        WriteMembers(writer, transaction, includeProofFacts);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of a transaction with its hash into an open object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="transaction">The transaction.</param>
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
    public static string TypeWord(TransactionType type) => type switch
    {
        TransactionType.Invoke => "INVOKE",
        TransactionType.Declare => "DECLARE",
        TransactionType.DeployAccount => "DEPLOY_ACCOUNT",
        _ => "L1_HANDLER",
    };

    internal static TransactionType ReadType(JsonNode node) => node["type"].Word(
    [
        ("INVOKE", TransactionType.Invoke),
        ("DECLARE", TransactionType.Declare),
        ("DEPLOY_ACCOUNT", TransactionType.DeployAccount),
        ("L1_HANDLER", TransactionType.L1Handler),
    ]);

    private static InvokeTransaction ReadInvoke(JsonNode node) => ReadCommon(node, new InvokeTransaction
    {
        Nonce = node["nonce"].Felt(),
        SenderAddress = node["sender_address"].Felt(),
        Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
        AccountDeploymentData = node["account_deployment_data"].Felts(TransactionLimits.MaxFelts),
        ProofFacts = node["proof_facts"].OptionalFelts(TransactionLimits.MaxFelts),
        ResourceBounds = ReadBounds(node["resource_bounds"]),
    });

    private static DeclareTransaction ReadDeclare(JsonNode node, Felt classHash) => ReadCommon(node, new DeclareTransaction
    {
        Nonce = node["nonce"].Felt(),
        SenderAddress = node["sender_address"].Felt(),
        ClassHash = classHash,
        CompiledClassHash = node["compiled_class_hash"].Felt(),
        AccountDeploymentData = node["account_deployment_data"].Felts(TransactionLimits.MaxFelts),
        ResourceBounds = ReadBounds(node["resource_bounds"]),
    });

    private static DeployAccountTransaction ReadDeployAccount(JsonNode node) => ReadCommon(node, new DeployAccountTransaction
    {
        Nonce = node["nonce"].Felt(),
        ClassHash = node["class_hash"].Felt(),
        ContractAddressSalt = node["contract_address_salt"].Felt(),
        ConstructorCalldata = node["constructor_calldata"].Felts(TransactionLimits.MaxFelts),
        ContractAddress = Felt.Zero,
        ResourceBounds = ReadBounds(node["resource_bounds"]),
    });

    private static DeployAccountTransaction WithAddress(DeployAccountTransaction transaction) => transaction with
    {
        ContractAddress = ContractAddresses.Compute(
            Felt.Zero, transaction.ContractAddressSalt, transaction.ClassHash, transaction.ConstructorCalldata.AsSpan()),
    };

    private static L1HandlerTransaction ReadL1Handler(JsonNode node)
    {
        if (!node["version"].Felt().IsZero)
        {
            node["version"].Fail("version 0x0");
        }

        return new()
        {
            Nonce = node["nonce"].HexUInt64(),
            ContractAddress = node["contract_address"].Felt(),
            EntryPointSelector = node["entry_point_selector"].Felt(),
            Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
        };
    }

    private static T ReadCommon<T>(JsonNode node, T transaction)
        where T : AccountTransaction
    {
        Felt version = node["version"].Felt();
        bool isQuery = version == transaction.BaseVersion + Transaction.QueryVersionOffset;
        if (!isQuery && version != transaction.BaseVersion)
        {
            node["version"].Fail("version 0x3");
        }

        return transaction with
        {
            IsQuery = isQuery,
            Signature = node["signature"].Felts(TransactionLimits.MaxFelts),
            Tip = node["tip"].HexUInt64(),
            PaymasterData = node["paymaster_data"].Felts(TransactionLimits.MaxFelts),
            NonceDataAvailabilityMode = ReadMode(node["nonce_data_availability_mode"]),
            FeeDataAvailabilityMode = ReadMode(node["fee_data_availability_mode"]),
        };
    }

    private static DataAvailabilityMode ReadMode(JsonNode node) =>
        node.Word([("L1", DataAvailabilityMode.L1), ("L2", DataAvailabilityMode.L2)]);

    private static ResourceBoundsMapping ReadBounds(JsonNode node) =>
        new(ReadBound(node["l1_gas"]), ReadBound(node["l2_gas"]), ReadBound(node["l1_data_gas"]));

    private static ResourceBounds ReadBound(JsonNode node) => new(node["max_amount"].HexUInt64(), node["max_price_per_unit"].HexUInt128());
}
