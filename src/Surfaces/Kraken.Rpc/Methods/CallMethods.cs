using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Calls, estimates and simulations.</summary>
internal sealed class CallMethods(ChainView view, ICallExecutor? executor, RpcOptions options)
{
    private const int MaxFlags = 8;

    internal void Register(RpcMethodTable table)
    {
        if (executor is null)
        {
            return;
        }

        table.AddRunning("starknet_call", ["request", "block_id"], Call);
        table.AddRunning("starknet_estimateFee", ["request", "simulation_flags", "block_id"], EstimateFee);
        table.AddRunning("starknet_simulateTransactions", ["block_id", "transactions", "simulation_flags"], Simulate);
        table.AddRunning("starknet_estimateMessageFee", ["message", "block_id"], EstimateMessage);
    }

    private void Call(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        FunctionCall request = call.Get("request", node => new FunctionCall(
            node["contract_address"].Felt(), node["entry_point_selector"].Felt(), node["calldata"].Felts(TransactionLimits.MaxFelts)));
        StateView state = view.Take().ViewOf(call.Get("block_id", BlockIdJson.Read));
        ImmutableArray<Felt> data = executor!.Call(request, state, cancellation) switch
        {
            CallResult.Returned { Data: var returned } => returned,
            CallResult.ContractNotFound => throw new RpcFailureException(RpcError.ContractNotFound),
            CallResult.EntryPointNotFound => throw new RpcFailureException(RpcError.EntryPointNotFound),
            CallResult.Failed { Error: var error } => throw new RpcFailureException(RpcError.ContractError(error)),
            _ => throw new UnreachableException(),
        };
        result.WriteStartArray();
        foreach (Felt value in data)
        {
            result.WriteFeltValue(value);
        }

        result.WriteEndArray();
    }

    private void EstimateFee(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        SimulationFlags flags = call.Get("simulation_flags", ReadEstimateFlags) | SimulationFlags.SkipFeeCharge;
        ImmutableArray<SimulatedTransaction> simulated = Run(call, "request", flags, cancellation).Transactions;
        for (int i = 0; i < simulated.Length; i++)
        {
            if (simulated[i].Trace.RevertReason is { } reason)
            {
                throw new RpcFailureException(RpcError.TransactionExecutionError(i, reason));
            }
        }

        result.WriteStartArray();
        foreach (SimulatedTransaction transaction in simulated)
        {
            TraceJson.WriteEstimate(result, transaction.Fee);
        }

        result.WriteEndArray();
    }

    private void Simulate(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        (SimulationFlags flags, bool withReads) = call.Get("simulation_flags", ReadSimulationFlags);
        SimulationResult.Completed completed = Run(call, "transactions", flags, cancellation);
        if (!withReads)
        {
            WriteSimulated(result, completed.Transactions);
            return;
        }

        result.WriteStartObject();
        result.WritePropertyName("simulated_transactions");
        WriteSimulated(result, completed.Transactions);
        result.WritePropertyName("initial_reads");
        InitialReadsJson.Write(result, completed.Reads);
        result.WriteEndObject();
    }

    private static void WriteSimulated(Utf8JsonWriter result, ImmutableArray<SimulatedTransaction> simulated)
    {
        result.WriteStartArray();
        foreach (SimulatedTransaction transaction in simulated)
        {
            result.WriteStartObject();
            result.WritePropertyName("transaction_trace");
            TraceJson.Write(result, transaction.Trace);
            result.WritePropertyName("fee_estimation");
            TraceJson.WriteEstimate(result, transaction.Fee);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }

    private SimulationResult.Completed Run(RpcParameters call, string parameter, SimulationFlags flags, CancellationToken cancellation)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        ChainSnapshot chain = view.Take();
        ImmutableArray<SubmittedTransaction> transactions = call.Get(
            parameter, node => node.List(options.MaxSimulated, item => TransactionJson.ReadSubmitted(item, chain.ChainId)));
        StateView state = chain.ViewOf(id);
        return executor!.Simulate(transactions, state, flags, cancellation) switch
        {
            SimulationResult.Completed completed => completed,
            SimulationResult.Rejected { TransactionIndex: var index, Error: var error } =>
                throw new RpcFailureException(RpcError.TransactionExecutionError(index, error)),
            _ => throw new UnreachableException(),
        };
    }

    private void EstimateMessage(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        MessageFromL1 message = call.Get("message", node => new MessageFromL1(
            L1Values.ReadAddress(node["from_address"]),
            node["to_address"].Felt(),
            node["entry_point_selector"].Felt(),
            node["payload"].Felts(TransactionLimits.MaxFelts)));
        StateView state = view.Take().ViewOf(call.Get("block_id", BlockIdJson.Read));
        TraceJson.WriteEstimate(result, executor!.EstimateMessage(message, state, cancellation) switch
        {
            MessageEstimate.Estimated { Fee: var fee } => fee,
            MessageEstimate.ContractNotFound => throw new RpcFailureException(RpcError.ContractNotFound),
            MessageEstimate.Failed { Error: var error } => throw new RpcFailureException(RpcError.ContractError(error)),
            _ => throw new UnreachableException(),
        });
    }

    private static SimulationFlags ReadEstimateFlags(JsonNode node) =>
        Combine(node.List(MaxFlags, item => item.Word([("SKIP_VALIDATE", SimulationFlags.SkipValidate)])));

    private static (SimulationFlags Flags, bool WithReads) ReadSimulationFlags(JsonNode node)
    {
        ImmutableArray<(SimulationFlags Flag, bool IsReads)> given = node.List(MaxFlags, item => item.Word(
        [
            ("SKIP_VALIDATE", (SimulationFlags.SkipValidate, false)),
            ("SKIP_FEE_CHARGE", (SimulationFlags.SkipFeeCharge, false)),
            (ResponseFlags.InitialReads, (SimulationFlags.None, true)),
        ]));
        return (Combine(given.Select(item => item.Flag)), given.Any(item => item.IsReads));
    }

    private static SimulationFlags Combine(IEnumerable<SimulationFlags> flags) =>
        flags.Aggregate(SimulationFlags.None, (all, flag) => all | flag);
}
