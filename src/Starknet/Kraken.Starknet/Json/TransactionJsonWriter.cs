using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>The members of a transaction's JSON.</summary>
internal static class TransactionJsonWriter
{
    internal static void WriteMembers(Utf8JsonWriter writer, Transaction transaction, bool includeProofFacts, SierraClass? sierra)
    {
        writer.WriteString("type", TransactionJson.TypeWord(transaction.Type));
        if (transaction is DeprecatedTransaction old)
        {
            DeprecatedTransactionJson.WriteMembers(writer, old);
            return;
        }

        writer.WriteFelt("version", transaction.Version);
        writer.WriteFelt("nonce", transaction.Nonce);
        switch (transaction)
        {
            case InvokeTransaction invoke:
                WriteAccountMembers(writer, invoke);
                WriteInvoke(writer, invoke, includeProofFacts);
                break;
            case DeclareTransaction declare:
                WriteAccountMembers(writer, declare);
                WriteDeclare(writer, declare, sierra);
                break;
            case DeployAccountTransaction deploy:
                WriteAccountMembers(writer, deploy);
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
    }

    private static void WriteInvoke(Utf8JsonWriter writer, InvokeTransaction invoke, bool includeProofFacts)
    {
        writer.WriteFelt("sender_address", invoke.SenderAddress);
        writer.WriteFelts("calldata", invoke.Calldata.AsSpan());
        writer.WriteFelts("account_deployment_data", invoke.AccountDeploymentData.AsSpan());
        if (includeProofFacts)
        {
            writer.WriteFelts("proof_facts", invoke.ProofFacts.AsSpan());
        }
    }

    private static void WriteDeclare(Utf8JsonWriter writer, DeclareTransaction declare, SierraClass? sierra)
    {
        writer.WriteFelt("sender_address", declare.SenderAddress);
        writer.WriteFelt("compiled_class_hash", declare.CompiledClassHash);
        writer.WriteFelts("account_deployment_data", declare.AccountDeploymentData.AsSpan());
        if (sierra is null)
        {
            writer.WriteFelt("class_hash", declare.ClassHash);
            return;
        }

        writer.WritePropertyName("contract_class");
        SierraClassJson.Write(writer, sierra);
    }

    private static void WriteAccountMembers(Utf8JsonWriter writer, AccountTransaction transaction)
    {
        writer.WriteFelts("signature", transaction.Signature.AsSpan());
        writer.WriteStartObject("resource_bounds");
        WriteBound(writer, TransactionForm.Rpc.L1Gas, transaction.ResourceBounds.L1Gas);
        WriteBound(writer, TransactionForm.Rpc.L1DataGas, transaction.ResourceBounds.L1DataGas);
        WriteBound(writer, TransactionForm.Rpc.L2Gas, transaction.ResourceBounds.L2Gas);
        writer.WriteEndObject();
        writer.WriteFelt("tip", transaction.Tip);
        writer.WriteFelts("paymaster_data", transaction.PaymasterData.AsSpan());
        writer.WriteString("nonce_data_availability_mode", ModeWord(transaction.NonceDataAvailabilityMode));
        writer.WriteString("fee_data_availability_mode", ModeWord(transaction.FeeDataAvailabilityMode));
    }

    private static void WriteBound(Utf8JsonWriter writer, string name, ResourceBounds bound)
    {
        writer.WriteStartObject(name);
        writer.WriteFelt("max_amount", bound.MaxAmount);
        writer.WriteFelt("max_price_per_unit", bound.MaxPricePerUnit);
        writer.WriteEndObject();
    }

    private static string ModeWord(DataAvailabilityMode mode) => mode == DataAvailabilityMode.L1 ? "L1" : "L2";
}
