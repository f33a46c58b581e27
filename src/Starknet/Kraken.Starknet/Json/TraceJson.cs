using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>Traces and fee estimates in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class TraceJson
{
    private const int MaxCalls = 100_000;

    /// <summary>Reads a trace within a decoding. The calls nest as deeply as the parser lets JSON nest.</summary>
    /// <param name="node">The trace.</param>
    /// <param name="hash">The transaction, which a trace does not name.</param>
    public static TransactionTrace Read(JsonNode node, Felt hash)
    {
        TransactionType type = TransactionJson.ReadType(node);
        JsonNode execution = node[ExecutionName(type)];
        bool isReverted = execution.Exists && execution["revert_reason"].Exists;
        JsonNode gas = node["execution_resources"];
        return new()
        {
            TransactionHash = hash,
            Type = type,
            Validate = ReadOptional(node["validate_invocation"]),
            Execute = isReverted ? null : ReadOptional(execution),
            RevertReason = isReverted ? execution["revert_reason"].Text(TransactionLimits.MaxRevertReason) : null,
            FeeTransfer = ReadOptional(node["fee_transfer_invocation"]),
            StateDiff = node["state_diff"].Exists ? StateDiffJson.Read(node["state_diff"]) : null,
            Gas = new(gas["l1_gas"].Number(), gas["l1_data_gas"].Number(), gas["l2_gas"].Number()),
        };
    }

    /// <summary>Writes a trace as an object.</summary>
    public static void Write(Utf8JsonWriter writer, TransactionTrace trace)
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

    /// <summary>Writes a fee estimate as an object.</summary>
    public static void WriteEstimate(Utf8JsonWriter writer, FeeEstimate estimate)
    {
        writer.WriteStartObject();
        writer.WriteFelt("l1_gas_consumed", estimate.Gas.L1Gas);
        writer.WriteFelt("l1_gas_price", estimate.Prices.L1Gas);
        writer.WriteFelt("l2_gas_consumed", estimate.Gas.L2Gas);
        writer.WriteFelt("l2_gas_price", estimate.Prices.L2Gas);
        writer.WriteFelt("l1_data_gas_consumed", estimate.Gas.L1DataGas);
        writer.WriteFelt("l1_data_gas_price", estimate.Prices.L1DataGas);
        writer.WriteFelt("overall_fee", estimate.OverallFee);
        writer.WriteString("unit", estimate.Unit == FeeUnit.Fri ? "FRI" : "WEI");
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, TransactionTrace trace)
    {
        string name = ExecutionName(trace.Type);
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

    private static FunctionInvocation? ReadOptional(JsonNode node) => node.Exists ? ReadInvocation(node) : null;

    private static FunctionInvocation ReadInvocation(JsonNode node)
    {
        JsonNode resources = node["execution_resources"];
        return new()
        {
            Call = new(
                node["contract_address"].Felt(), node["entry_point_selector"].Felt(), node["calldata"].Felts(TransactionLimits.MaxFelts)),
            CallerAddress = node["caller_address"].Felt(),
            ClassHash = node["class_hash"].Felt(),
            EntryPointType = node["entry_point_type"].Word(
            [
                ("EXTERNAL", EntryPointType.External),
                ("L1_HANDLER", EntryPointType.L1Handler),
                ("CONSTRUCTOR", EntryPointType.Constructor),
            ]),
            CallType = node["call_type"].Word(
            [
                ("CALL", CallType.Call), ("LIBRARY_CALL", CallType.LibraryCall), ("DELEGATE", CallType.Delegate),
            ]),
            Result = node["result"].Felts(TransactionLimits.MaxFelts),
            Calls = node["calls"].List(MaxCalls, ReadInvocation),
            Events = node["events"].List(TransactionLimits.MaxEvents, ReadEvent),
            Messages = node["messages"].List(TransactionLimits.MaxEvents, ReadMessage),
            L1Gas = resources["l1_gas"].Number(),
            L2Gas = resources["l2_gas"].Number(),
            IsReverted = node["is_reverted"].Boolean(),
        };
    }

    private static TracedEvent ReadEvent(JsonNode node) => new(
        node["order"].SmallNumber(int.MaxValue),
        node["keys"].Felts(TransactionLimits.MaxFelts),
        node["data"].Felts(TransactionLimits.MaxFelts));

    private static TracedMessage ReadMessage(JsonNode node) => new(
        node["order"].SmallNumber(int.MaxValue),
        node["from_address"].Felt(),
        node["to_address"].Felt(),
        node["payload"].Felts(TransactionLimits.MaxFelts));

    // Where the calls of a transaction's own entry point stand; of a declare none do.
    private static string ExecutionName(TransactionType type) => type switch
    {
        TransactionType.DeployAccount => "constructor_invocation",
        TransactionType.L1Handler => "function_invocation",
        _ => "execute_invocation",
    };

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
