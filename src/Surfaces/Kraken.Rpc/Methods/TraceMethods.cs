using System;
using System.Text.Json;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>Traces of decided transactions.</summary>
internal sealed class TraceMethods(ChainView view, ICallExecutor? executor, ITransactionSubmitter? submitter, RpcOptions options)
{
    private readonly TransactionFinder finder = new(view, submitter);
    private readonly TraceCache? cache = executor is null
        ? null
        : new(executor, () => view.Rollbacks, options.MaxCachedTraceBytes, options.MaxAnswerBytes);

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
        FoundTransaction found = finder.Find(call.Get("transaction_hash", node => node.Felt()));
        if (found is FoundTransaction.Dropped)
        {
            throw new RpcFailureException(RpcError.NoTrace("REJECTED"));
        }

        if (found is not FoundTransaction.Included { Location: var location })
        {
            throw new RpcFailureException(RpcError.NoTrace("RECEIVED"));
        }

        TracedBlock block = TracesOf(location.BlockNumber, cancellation);
        result.WriteRawValue(block.Transactions[location.Index].Trace, skipInputValidation: true);
    }

    private void TraceBlock(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockId id = call.Get("block_id", DecidedBlockId.Read);
        bool withReads = ResponseFlags.ReturnInitialReads(call);
        BlockHeader header = view.Take().Header(id);
        TracedBlock block = TracesOf(header.Number, cancellation);
        if (!withReads)
        {
            WriteTraces(result, block);
            return;
        }

        result.WriteStartObject();
        result.WritePropertyName("traces");
        WriteTraces(result, block);
        result.WritePropertyName("initial_reads");
        result.WriteRawValue(block.Reads, skipInputValidation: true);
        result.WriteEndObject();
    }

    // A decided block that does not run again as it did is a defect, which the log must show.
    private TracedBlock TracesOf(ulong number, CancellationToken cancellation) =>
        cache!.Of(number, cancellation) ?? throw new InvalidOperationException($"block {number} does not run again as it was decided");

    private static void WriteTraces(Utf8JsonWriter result, TracedBlock block)
    {
        result.WriteStartArray();
        foreach (TracedTransaction trace in block.Transactions)
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
