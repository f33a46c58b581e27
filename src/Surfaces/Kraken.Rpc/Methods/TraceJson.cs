using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Traces and fee estimates as JSON.</summary>
internal static class TraceJson
{
    internal static void Write(Utf8JsonWriter writer, TransactionTrace trace)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TransactionJson.TypeWord(trace.Type));
        WriteNamed(writer, "validate_invocation", trace.Validate);
        WriteExecution(writer, trace);
        WriteNamed(writer, "fee_transfer_invocation", trace.FeeTransfer);
        if (trace.StateDiff is { } diff)
        {
            writer.WritePropertyName("state_diff");
            StateDiffJson.Write(writer, diff);
        }

        ReceiptJson.WriteGas(writer, trace.Gas);
        writer.WriteEndObject();
    }

    internal static void WriteEstimate(Utf8JsonWriter writer, FeeEstimate estimate)
    {
        writer.WriteStartObject();
        writer.WriteFelt("l1_gas_consumed", estimate.Gas.L1Gas);
        writer.WriteFelt("l1_gas_price", estimate.L1GasPrice);
        writer.WriteFelt("l2_gas_consumed", estimate.Gas.L2Gas);
        writer.WriteFelt("l2_gas_price", estimate.L2GasPrice);
        writer.WriteFelt("l1_data_gas_consumed", estimate.Gas.L1DataGas);
        writer.WriteFelt("l1_data_gas_price", estimate.L1DataGasPrice);
        writer.WriteFelt("overall_fee", estimate.OverallFee);
        writer.WriteString("unit", estimate.Unit == FeeUnit.Fri ? "FRI" : "WEI");
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, TransactionTrace trace)
    {
        string name = trace.Type switch
        {
            TransactionType.DeployAccount => "constructor_invocation",
            TransactionType.L1Handler => "function_invocation",
            _ => "execute_invocation",
        };
        if (trace.RevertReason is { } reason)
        {
            writer.WriteStartObject(name);
            writer.WriteString("revert_reason", reason);
            writer.WriteEndObject();
            return;
        }

        WriteNamed(writer, name, trace.Execute);
    }

    private static void WriteNamed(Utf8JsonWriter writer, string name, FunctionInvocation? invocation)
    {
        if (invocation is not null)
        {
            writer.WritePropertyName(name);
            WriteInvocation(writer, invocation);
        }
    }

    private static void WriteInvocation(Utf8JsonWriter writer, FunctionInvocation invocation)
    {
        writer.WriteStartObject();
        writer.WriteFelt("contract_address", invocation.Call.ContractAddress);
        writer.WriteFelt("entry_point_selector", invocation.Call.EntryPointSelector);
        writer.WriteFelts("calldata", invocation.Call.Calldata.AsSpan());
        writer.WriteFelt("caller_address", invocation.CallerAddress);
        writer.WriteFelt("class_hash", invocation.ClassHash);
        writer.WriteString("entry_point_type", EntryPointWord(invocation.EntryPointType));
        writer.WriteString("call_type", CallWord(invocation.CallType));
        writer.WriteFelts("result", invocation.Result.AsSpan());
        writer.WriteStartArray("calls");
        foreach (FunctionInvocation inner in invocation.Calls)
        {
            WriteInvocation(writer, inner);
        }

        writer.WriteEndArray();
        WriteEvents(writer, invocation.Events);
        WriteMessages(writer, invocation.Messages);
        writer.WriteStartObject("execution_resources");
        writer.WriteNumber("l1_gas", invocation.L1Gas);
        writer.WriteNumber("l2_gas", invocation.L2Gas);
        writer.WriteEndObject();
        writer.WriteBoolean("is_reverted", invocation.IsReverted);
        writer.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter writer, ImmutableArray<TracedEvent> events)
    {
        writer.WriteStartArray("events");
        foreach (TracedEvent item in events)
        {
            writer.WriteStartObject();
            writer.WriteNumber("order", item.Order);
            writer.WriteFelts("keys", item.Keys.AsSpan());
            writer.WriteFelts("data", item.Data.AsSpan());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMessages(Utf8JsonWriter writer, ImmutableArray<TracedMessage> messages)
    {
        writer.WriteStartArray("messages");
        foreach (TracedMessage message in messages)
        {
            writer.WriteStartObject();
            writer.WriteNumber("order", message.Order);
            writer.WriteFelt("from_address", message.FromAddress);
            writer.WriteFelt("to_address", message.ToAddress);
            writer.WriteFelts("payload", message.Payload.AsSpan());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string EntryPointWord(EntryPointType type) => type switch
    {
        EntryPointType.L1Handler => "L1_HANDLER",
        EntryPointType.Constructor => "CONSTRUCTOR",
        _ => "EXTERNAL",
    };

    private static string CallWord(CallType type) => type switch
    {
        CallType.LibraryCall => "LIBRARY_CALL",
        CallType.Delegate => "DELEGATE",
        _ => "CALL",
    };
}
