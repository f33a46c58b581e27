using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Tests;

/// <summary>Reads a recorded trace.</summary>
internal static class TraceReader
{
    public static TransactionTrace Read(JsonElement trace, Felt hash)
    {
        (TransactionType type, string execution) = trace.GetProperty("type").GetString() switch
        {
            "DECLARE" => (TransactionType.Declare, "execute_invocation"),
            "DEPLOY_ACCOUNT" => (TransactionType.DeployAccount, "constructor_invocation"),
            _ => (TransactionType.Invoke, "execute_invocation"),
        };
        string? reason = trace.TryGetProperty(execution, out JsonElement executed) && executed.TryGetProperty("revert_reason", out JsonElement text) ? text.GetString() : null;
        JsonElement gas = trace.GetProperty("execution_resources");
        StateDiff? diff = null;
        if (trace.TryGetProperty("state_diff", out JsonElement state))
        {
            StateDiffJson.TryDecode(state, out diff, out _);
        }

        return new()
        {
            TransactionHash = hash,
            Type = type,
            Validate = Optional(trace, "validate_invocation"),
            Execute = reason is null ? Optional(trace, execution) : null,
            RevertReason = reason,
            FeeTransfer = Optional(trace, "fee_transfer_invocation"),
            StateDiff = diff,
            Gas = new(gas.GetProperty("l1_gas").GetUInt64(), gas.GetProperty("l1_data_gas").GetUInt64(), gas.GetProperty("l2_gas").GetUInt64()),
        };
    }

    private static FunctionInvocation? Optional(JsonElement trace, string name) => trace.TryGetProperty(name, out JsonElement call) ? Invocation(call) : null;

    private static FunctionInvocation Invocation(JsonElement call) => new()
    {
        Call = new(Felt(call, "contract_address"), Felt(call, "entry_point_selector"), Felts(call, "calldata")),
        CallerAddress = Felt(call, "caller_address"),
        ClassHash = Felt(call, "class_hash"),
        EntryPointType = call.GetProperty("entry_point_type").GetString() == "CONSTRUCTOR" ? EntryPointType.Constructor : EntryPointType.External,
        CallType = call.GetProperty("call_type").GetString() == "CALL" ? CallType.Call : CallType.LibraryCall,
        Result = Felts(call, "result"),
        Calls = [.. call.GetProperty("calls").EnumerateArray().Select(Invocation)],
        Events = [.. call.GetProperty("events").EnumerateArray().Select(item => new TracedEvent(item.GetProperty("order").GetInt32(), Felts(item, "keys"), Felts(item, "data")))],
        L1Gas = call.GetProperty("execution_resources").GetProperty("l1_gas").GetUInt64(),
        L2Gas = call.GetProperty("execution_resources").GetProperty("l2_gas").GetUInt64(),
        IsReverted = call.GetProperty("is_reverted").GetBoolean(),
    };

    private static Felt Felt(JsonElement element, string name) => Fields.Felt.Parse(element.GetProperty(name).GetString()!);

    private static ImmutableArray<Felt> Felts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => Fields.Felt.Parse(item.GetString()!))];
}
