using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Json;

/// <summary>
/// Traces in the form of Starknet's feeder gateway. Steps and builtins are written as zero and none, as in receipts.
/// </summary>
internal static class GatewayTraceJson
{
    /// <summary>Writes a trace into an open object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="transaction">Its transaction, whose signature stands beside it.</param>
    internal static void WriteMembers(Utf8JsonWriter writer, TransactionTrace trace, Transaction transaction)
    {
        if (trace.RevertReason is { } reason)
        {
            writer.WriteString("revert_error", reason);
        }

        WriteNamed(writer, "validate_invocation", trace.Validate);
        WriteNamed(writer, "function_invocation", trace.Execute);
        WriteNamed(writer, "fee_transfer_invocation", trace.FeeTransfer);
        writer.WriteFelts("signature", transaction is AccountTransaction account ? account.Signature.AsSpan() : []);
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
        writer.WriteFelt("caller_address", invocation.CallerAddress);
        writer.WriteFelt("contract_address", invocation.Call.ContractAddress);
        writer.WriteFelts("calldata", invocation.Call.Calldata.AsSpan());
        writer.WriteString("call_type", invocation.CallType == CallType.Call ? "CALL" : "DELEGATE");
        writer.WriteFelt("class_hash", invocation.ClassHash);
        writer.WriteFelt("selector", invocation.Call.EntryPointSelector);
        writer.WriteString("entry_point_type", invocation.EntryPointType switch
        {
            EntryPointType.L1Handler => "L1_HANDLER",
            EntryPointType.Constructor => "CONSTRUCTOR",
            _ => "EXTERNAL",
        });
        writer.WriteFelts("result", invocation.Result.AsSpan());
        writer.WriteBoolean("failed", invocation.IsReverted);
        writer.WriteNumber("gas_consumed", invocation.L2Gas);
        writer.WriteStartObject("execution_resources");
        writer.WriteNumber("n_steps", 0);
        writer.WriteStartObject("builtin_instance_counter");
        writer.WriteEndObject();
        writer.WriteNumber("n_memory_holes", 0);
        writer.WriteEndObject();
        writer.WriteStartArray("internal_calls");
        foreach (FunctionInvocation inner in invocation.Calls)
        {
            WriteInvocation(writer, inner);
        }

        writer.WriteEndArray();
        writer.WriteObjects("events", invocation.Events, static (item, emitted) =>
        {
            item.WriteNumber("order", emitted.Order);
            item.WriteFelts("keys", emitted.Keys.AsSpan());
            item.WriteFelts("data", emitted.Data.AsSpan());
        });
        writer.WriteObjects("messages", invocation.Messages, static (item, message) =>
        {
            item.WriteNumber("order", message.Order);
            item.WriteFelt("to_address", message.ToAddress);
            item.WriteFelts("payload", message.Payload.AsSpan());
        });
        writer.WriteEndObject();
    }
}
