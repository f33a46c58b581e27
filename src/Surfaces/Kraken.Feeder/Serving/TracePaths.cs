using System;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Feeder.Serving;

/// <summary>Traces, which are made by running a decided block again.</summary>
internal sealed class TracePaths(FeederBackend backend, ICallExecutor executor)
{
    private const string TransactionHash = "transactionHash";

    internal void Register(Action<string, ImmutableArray<string>, Action<FeederRequest>> add)
    {
        add("/feeder_gateway/get_block_traces", ["blockNumber", "blockHash"], BlockTraces);
        add("/feeder_gateway/get_transaction_trace", [TransactionHash], TransactionTrace);
    }

    private void BlockTraces(FeederRequest request)
    {
        Block block = new FeederMoment(backend.Chain).Block(request.Query.Block());
        BlockTraces traces = TracesOf(block.Header, request.Cancellation);
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteStartArray("traces");
        for (int i = 0; i < traces.Traces.Length; i++)
        {
            answer.WriteStartObject();
            answer.WriteFelt("transaction_hash", block.Transactions[i].Hash);
            GatewayTraceJson.WriteMembers(answer, traces.Traces[i], block.Transactions[i]);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }

    private void TransactionTrace(FeederRequest request)
    {
        Felt hash = request.Query.Felt(TransactionHash);
        FeederMoment moment = new(backend.Chain);
        if (moment.Locate(hash) is not { } found)
        {
            throw new FeederException(FeederErrorCode.TransactionNotFound, $"Transaction with hash {hash} is in no block.");
        }

        BlockTraces traces = TracesOf(found.Header, request.Cancellation);
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        GatewayTraceJson.WriteMembers(answer, traces.Traces[found.Location.Index], moment.At(found.Location).Transaction);
        answer.WriteEndObject();
    }

    // Block 0 is made from the genesis file, and has no transaction that ran.
    private BlockTraces TracesOf(BlockHeader header, CancellationToken cancellation)
    {
        if (header.Commitments.TransactionCount == 0)
        {
            return new([], InitialReads.None);
        }

        try
        {
            return executor.TraceBlock(header.Number, cancellation)
                ?? throw new InvalidOperationException($"block {header.Number} does not run again as it was decided");
        }
        catch (StateNotHeldException gone)
        {
            throw new FeederException(FeederErrorCode.BlockNotFound, gone.Message);
        }
        catch (BudgetExceededException exceeded)
        {
            throw new FeederException(FeederErrorCode.LimitExceeded, exceeded.Message, exceeded);
        }
    }
}
