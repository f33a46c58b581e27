using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Json;

/// <summary>Transactions in the form of Starknet's gateways: of version 3, and messages from L1.</summary>
public static class GatewayTransactionJson
{
    private static readonly TransactionForm Form = new()
    {
        Types =
        [
            ("INVOKE_FUNCTION", TransactionType.Invoke),
            ("DECLARE", TransactionType.Declare),
            ("DEPLOY_ACCOUNT", TransactionType.DeployAccount),
            ("L1_HANDLER", TransactionType.L1Handler),
        ],
        L1Gas = "L1_GAS",
        L2Gas = "L2_GAS",
        L1DataGas = "L1_DATA_GAS",
        MayPredateL1DataGas = true,
        ReadMode = static node => node.SmallNumber(1) == 0 ? DataAvailabilityMode.L1 : DataAvailabilityMode.L2,
    };

    private static readonly TransactionReader BlockReader = new(Form);

    // Transactions of blocks before 0.13.4 have another hash; none is made any more.
    private static readonly TransactionReader SubmissionReader = new(Form with { MayPredateL1DataGas = false });

    /// <summary>Reads a transaction of a block within a decoding; its hash is taken as stated.</summary>
    public static Transaction Read(JsonNode node) => BlockReader.Read(node) with { Hash = node["transaction_hash"].Felt() };

    /// <summary>
    /// Reads a transaction as it is sent to a gateway within a decoding, with its derived fields zero, so that its size can be checked
    /// before anything is hashed.
    /// </summary>
    /// <param name="node">The place.</param>
    /// <param name="maxProgramBytes">The most bytes to which the program of a declare may unpack.</param>
    public static SubmittedTransaction ReadSubmitted(JsonNode node, int maxProgramBytes) =>
        SubmissionReader.ReadSubmitted(node, declared => GatewayClassJson.ReadPacked(declared, maxProgramBytes));

    /// <summary>Writes a transaction of a block as an object.</summary>
    public static void Write(Utf8JsonWriter writer, Transaction transaction)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TypeWord(transaction.Type));
        writer.WriteFelt("transaction_hash", transaction.Hash);
        if (transaction is DeprecatedTransaction old)
        {
            DeprecatedTransactionJson.WriteMembers(writer, old);
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
    internal static string TypeWord(TransactionType type) => Form.WordOf(type);

    private static void WriteAccountMembers(Utf8JsonWriter writer, AccountTransaction transaction)
    {
        writer.WriteFelts("signature", transaction.Signature.AsSpan());
        writer.WriteStartObject("resource_bounds");
        WriteBound(writer, Form.L1Gas, transaction.ResourceBounds.L1Gas);
        WriteBound(writer, Form.L2Gas, transaction.ResourceBounds.L2Gas);
        if (!transaction.ResourceBounds.PredatesL1DataGas)
        {
            WriteBound(writer, Form.L1DataGas, transaction.ResourceBounds.L1DataGas);
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
