using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Traces of decided transactions.</summary>
internal sealed class TraceMethods(ChainView view, ICallExecutor? executor)
{
    internal void Register(RpcMethodTable table)
    {
        if (executor is null)
        {
            return;
        }

        table.AddRunning("starknet_traceTransaction", ["transaction_hash"], TraceTransaction);
        table.AddRunning("starknet_traceBlockTransactions", ["block_id", "trace_flags"], TraceBlock);
    }

    private void TraceTransaction(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        Felt hash = call.Get("transaction_hash", node => node.Felt());
        TransactionLocation location = view.Chain.Locate(hash) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);
        ImmutableArray<TransactionTrace> traces =
            executor!.TraceBlock(location.BlockNumber, cancellation) ?? throw new RpcFailureException(RpcError.NoTrace);
        TraceJson.Write(result, traces[location.Index]);
    }

    private void TraceBlock(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockHeader header = view.Header(call.Get("block_id", BlockIdJson.Read));
        ImmutableArray<TransactionTrace> traces =
            executor!.TraceBlock(header.Number, cancellation) ?? throw new RpcFailureException(RpcError.BlockNotFound);
        result.WriteStartArray();
        foreach (TransactionTrace trace in traces)
        {
            result.WriteStartObject();
            result.WriteFelt("transaction_hash", trace.TransactionHash);
            result.WritePropertyName("trace_root");
            TraceJson.Write(result, trace);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }
}
