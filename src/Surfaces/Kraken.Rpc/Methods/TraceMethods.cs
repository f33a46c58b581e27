using System;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>Traces of transactions that are decided or proposed.</summary>
internal sealed class TraceMethods(ChainView view, ICallExecutor? executor, ITransactionSubmitter? submitter, RpcOptions options)
{
    private readonly TransactionFinder finder = new(view, submitter);
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
        TracedTransaction traced = finder.Find(call.Get("transaction_hash", node => node.Felt())) switch
        {
            FoundTransaction.Included { Header: var header, Location.Index: var index } =>
                TracesOf(header, cancellation).Transactions[index],
            FoundTransaction.PreConfirmed { Proposal: var proposal, Index: var index } =>
                (cache!.Of(proposal, cancellation) ?? throw new InvalidOperationException(
                    $"the proposal of block {proposal.Block.Header.Number} does not run again as it did")).Transactions[index],
            FoundTransaction.Dropped => throw new RpcFailureException(RpcError.NoTrace("REJECTED")),
            _ => throw new RpcFailureException(RpcError.NoTrace("RECEIVED")),
        };
        result.WriteRawValue(traced.Trace, skipInputValidation: true);
    }

    private void TraceBlock(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockId id = call.Get("block_id", DecidedBlockId.Read);
        bool withReads = ResponseFlags.ReturnInitialReads(call);
        BlockHeader header = view.Take().Header(id);
        TracedBlock block = TracesOf(header, cancellation);
        if (!withReads)
        {
            WriteTraces(result, block);
            return;
        }

        byte[] reads = block.Reads ?? throw new RpcFailureException(RpcError.InvalidParams(string.Create(
            CultureInfo.InvariantCulture,
            $"trace_flags: expected none for block {header.Number}, whose initial reads are not known, got {ResponseFlags.InitialReads}")));
        result.WriteStartObject();
        result.WritePropertyName("traces");
        WriteTraces(result, block);
        result.WritePropertyName("initial_reads");
        result.WriteRawValue(reads, skipInputValidation: true);
        result.WriteEndObject();
    }

    // A decided block that does not run again as it did is a defect, which the log must show.
    private TracedBlock TracesOf(BlockHeader header, CancellationToken cancellation) =>
        cache!.Of(header, cancellation)
        ?? throw new InvalidOperationException($"block {header.Number} does not run again as it was decided");

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
