using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Json;

/// <summary>Transactions in the form of Starknet's gateways: of version 3, and messages from L1.</summary>
public static class GatewayTransactionJson
{
    /// <summary>Reads a transaction of a block within a decoding; its hash is taken as stated.</summary>
    public static Transaction Read(JsonNode node)
    {
        TransactionType type = node["type"].Word(Types);
        RequireVersion(node["version"], type == TransactionType.L1Handler ? Felt.Zero : 3);
        Transaction transaction = type switch
        {
            TransactionType.Invoke => ReadInvoke(node),
            TransactionType.Declare => ReadDeclare(node, node["class_hash"].Felt()),
            TransactionType.DeployAccount => ReadDeployAccount(node),
            _ => ReadL1Handler(node),
        };
        return transaction with { Hash = node["transaction_hash"].Felt() };
    }

    /// <summary>
    /// Reads a transaction as it is sent to a gateway within a decoding, with its derived fields zero, so that its size can be checked
    /// before anything is hashed.
    /// </summary>
    /// <param name="node">The place.</param>
    /// <param name="maxProgramBytes">The most bytes to which the program of a declare may unpack.</param>
    public static SubmittedTransaction ReadSubmitted(JsonNode node, int maxProgramBytes)
    {
        RequireVersion(node["version"], 3);

        // Transactions of blocks before 0.13.4 have no such bounds, and another hash; none is made any more.
        if (!node["resource_bounds"]["L1_DATA_GAS"].Exists)
        {
            node["resource_bounds"]["L1_DATA_GAS"].Fail("bounds of L1 data gas");
        }

        switch (node["type"].Word(Types))
        {
            case TransactionType.Invoke:
                return new(ReadInvoke(node));
            case TransactionType.DeployAccount:
                return new(ReadDeployAccount(node));
            case TransactionType.Declare:
                SierraClass sierra = GatewayClassJson.ReadPacked(node["contract_class"], maxProgramBytes);
                return new(ReadDeclare(node, default), sierra);
            default:
                node["type"].Fail("a kind that an account may send");
                return new(ReadInvoke(node));
        }
    }

    /// <summary>Writes a transaction of a block as an object.</summary>
    public static void Write(Utf8JsonWriter writer, Transaction transaction)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TypeWord(transaction.Type));
        writer.WriteFelt("transaction_hash", transaction.Hash);
        if (transaction is OldTransaction old)
        {
            OldTransactionJson.WriteMembers(writer, old);
            writer.WriteEndObject();
            return;
        }

        writer.WriteFelt("version", transaction.Version);
        writer.WriteFelt("nonce", transaction.Nonce);
        switch (transaction)
        {
            case InvokeTransaction invoke:
                writer.WriteFelt("sender_address", invoke.SenderAddress);
                writer.WriteFelts("calldata", invoke.Calldata.AsSpan());
                writer.WriteFelts("account_deployment_data", invoke.AccountDeploymentData.AsSpan());
                if (!invoke.ProofFacts.IsEmpty)
                {
                    writer.WriteFelts("proof_facts", invoke.ProofFacts.AsSpan());
                }

                break;
            case DeclareTransaction declare:
                writer.WriteFelt("sender_address", declare.SenderAddress);
                writer.WriteFelt("class_hash", declare.ClassHash);
                writer.WriteFelt("compiled_class_hash", declare.CompiledClassHash);
                writer.WriteFelts("account_deployment_data", declare.AccountDeploymentData.AsSpan());
                break;
            case DeployAccountTransaction deploy:
                writer.WriteFelt("sender_address", deploy.ContractAddress);
                writer.WriteFelt("contract_address_salt", deploy.ContractAddressSalt);
                writer.WriteFelts("constructor_calldata", deploy.ConstructorCalldata.AsSpan());
                writer.WriteFelt("class_hash", deploy.ClassHash);
                break;
            case L1HandlerTransaction handler:
                writer.WriteFelt("contract_address", handler.ContractAddress);
                writer.WriteFelt("entry_point_selector", handler.EntryPointSelector);
                writer.WriteFelts("calldata", handler.Calldata.AsSpan());
                break;
        }

        if (transaction is AccountTransaction account)
        {
            WriteAccountMembers(writer, account);
        }

        writer.WriteEndObject();
    }

    /// <summary>The word of a kind, such as "INVOKE_FUNCTION".</summary>
    internal static string TypeWord(TransactionType type) => type switch
    {
        TransactionType.Invoke => "INVOKE_FUNCTION",
        TransactionType.Declare => "DECLARE",
        TransactionType.DeployAccount => "DEPLOY_ACCOUNT",
        _ => "L1_HANDLER",
    };

    private static (string Text, TransactionType Value)[] Types { get; } =
    [
        ("INVOKE_FUNCTION", TransactionType.Invoke),
        ("DECLARE", TransactionType.Declare),
        ("DEPLOY_ACCOUNT", TransactionType.DeployAccount),
        ("L1_HANDLER", TransactionType.L1Handler),
    ];

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

    // The address is that of the content, whatever stands there beside it.
    private static DeployAccountTransaction ReadDeployAccount(JsonNode node)
    {
        DeployAccountTransaction read = ReadCommon(node, new DeployAccountTransaction
        {
            Nonce = node["nonce"].Felt(),
            ClassHash = node["class_hash"].Felt(),
            ContractAddressSalt = node["contract_address_salt"].Felt(),
            ConstructorCalldata = node["constructor_calldata"].Felts(TransactionLimits.MaxFelts),
            ContractAddress = Felt.Zero,
            ResourceBounds = ReadBounds(node["resource_bounds"]),
        });
        return read with
        {
            ContractAddress =
                ContractAddresses.Compute(Felt.Zero, read.ContractAddressSalt, read.ClassHash, read.ConstructorCalldata.AsSpan()),
        };
    }

    private static L1HandlerTransaction ReadL1Handler(JsonNode node) => new()
    {
        Nonce = node["nonce"].HexUInt64(),
        ContractAddress = node["contract_address"].Felt(),
        EntryPointSelector = node["entry_point_selector"].Felt(),
        Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
    };

    // Older versions have other members: the version is told first.
    private static void RequireVersion(JsonNode node, Felt version)
    {
        if (node.Felt() != version)
        {
            node.Fail($"version {version}");
        }
    }

    private static T ReadCommon<T>(JsonNode node, T transaction)
        where T : AccountTransaction => transaction with
        {
            Signature = node["signature"].Felts(TransactionLimits.MaxFelts),
            Tip = node["tip"].HexUInt64(),
            PaymasterData = node["paymaster_data"].Felts(TransactionLimits.MaxFelts),
            NonceDataAvailabilityMode = ReadMode(node["nonce_data_availability_mode"]),
            FeeDataAvailabilityMode = ReadMode(node["fee_data_availability_mode"]),
        };

    private static DataAvailabilityMode ReadMode(JsonNode node) =>
        node.SmallNumber(1) == 0 ? DataAvailabilityMode.L1 : DataAvailabilityMode.L2;

    private static ResourceBoundsMapping ReadBounds(JsonNode node)
    {
        JsonNode data = node["L1_DATA_GAS"];
        return new(ReadBound(node["L1_GAS"]), ReadBound(node["L2_GAS"]), data.Exists ? ReadBound(data) : default)
        {
            PredatesL1DataGas = !data.Exists,
        };
    }

    private static ResourceBounds ReadBound(JsonNode node) => new(node["max_amount"].HexUInt64(), node["max_price_per_unit"].HexUInt128());

    private static void WriteAccountMembers(Utf8JsonWriter writer, AccountTransaction transaction)
    {
        writer.WriteFelts("signature", transaction.Signature.AsSpan());
        writer.WriteStartObject("resource_bounds");
        WriteBound(writer, "L1_GAS", transaction.ResourceBounds.L1Gas);
        WriteBound(writer, "L2_GAS", transaction.ResourceBounds.L2Gas);
        if (!transaction.ResourceBounds.PredatesL1DataGas)
        {
            WriteBound(writer, "L1_DATA_GAS", transaction.ResourceBounds.L1DataGas);
        }

        writer.WriteEndObject();
        writer.WriteFelt("tip", transaction.Tip);
        writer.WriteFelts("paymaster_data", transaction.PaymasterData.AsSpan());
        writer.WriteNumber("nonce_data_availability_mode", ModeNumber(transaction.NonceDataAvailabilityMode));
        writer.WriteNumber("fee_data_availability_mode", ModeNumber(transaction.FeeDataAvailabilityMode));
    }

    private static void WriteBound(Utf8JsonWriter writer, string name, ResourceBounds bound)
    {
        writer.WriteStartObject(name);
        writer.WriteFelt("max_amount", bound.MaxAmount);
        writer.WriteFelt("max_price_per_unit", bound.MaxPricePerUnit);
        writer.WriteEndObject();
    }

    private static int ModeNumber(DataAvailabilityMode mode) => mode == DataAvailabilityMode.L1 ? 0 : 1;
}
