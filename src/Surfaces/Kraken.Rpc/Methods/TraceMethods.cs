using System.Text.Json;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>Traces of decided transactions.</summary>
internal sealed class TraceMethods(ChainView view, ICallExecutor? executor, RpcOptions options)
{
    private readonly TraceCache? cache = executor is null ? null : new(executor, options.MaxCachedTraceBytes, options.MaxAnswerBytes);

    internal void Register(RpcMethodTable table)
    {
        if (cache is null)
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
        TracedTransaction[] traces = cache!.Of(location.BlockNumber, cancellation) ?? throw new RpcFailureException(RpcError.NoTrace);
        result.WriteRawValue(traces[location.Index].Trace, skipInputValidation: true);
    }

    private void TraceBlock(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockHeader header = view.Header(call.Get("block_id", BlockIdJson.Read));
        TracedTransaction[] traces = cache!.Of(header.Number, cancellation) ?? throw new RpcFailureException(RpcError.BlockNotFound);
        result.WriteStartArray();
        foreach (TracedTransaction trace in traces)
        {
            result.WriteStartObject();
            result.WriteFelt("transaction_hash", trace.Hash);
            result.WritePropertyName("trace_root");
            result.WriteRawValue(trace.Trace, skipInputValidation: true);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }
}
