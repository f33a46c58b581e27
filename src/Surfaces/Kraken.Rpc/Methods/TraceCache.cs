using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Rpc.Limits;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The traces of blocks as JSON, of those that were asked for last. A trace is made by running its whole block again, so that requests
/// for traces of one block wait for the first of them. Safe for several threads.
/// </summary>
/// <param name="executor">Makes traces.</param>
/// <param name="maxBytes">Bytes of traces that are kept.</param>
/// <param name="maxBlockBytes">Bytes of the traces of one block.</param>
internal sealed class TraceCache(ICallExecutor executor, long maxBytes, int maxBlockBytes)
{
    private readonly BoundedCache<Felt, TracedBlock> recent = new(int.MaxValue, maxBytes, static traced => traced.Bytes);
    private readonly Lock gate = new();
    private readonly Dictionary<Felt, Run> running = [];
    private volatile TracedProposal? lastProposal;

    /// <summary>The traces of a decided block's transactions, in order; null when it has none.</summary>
    /// <exception cref="AnswerTooLargeException">They are longer than an answer may be.</exception>
    internal TracedBlock? Of(BlockHeader header, CancellationToken cancellation) =>
        Of(header.Hash, () => executor.TraceBlock(header.Number, cancellation), cancellation);

    /// <summary>
    /// The traces of a proposal's transactions; null when it has none. A draft has no hash, and the next request finds another: only the
    /// last one's are kept.
    /// </summary>
    /// <exception cref="AnswerTooLargeException">They are longer than an answer may be.</exception>
    internal TracedBlock? Of(PreConfirmedBlock proposal, CancellationToken cancellation)
    {
        if (lastProposal is { } last && ReferenceEquals(last.Block, proposal.Block))
        {
            return last.Traces;
        }

        if (executor.TraceProposal(proposal, cancellation) is not { } traces)
        {
            return null;
        }

        TracedBlock made = Serialize(traces);
        lastProposal = new(proposal.Block, made);
        return made;
    }

    private TracedBlock? Of(Felt key, Func<BlockTraces?> trace, CancellationToken cancellation)
    {
        if (recent.TryGet(key, out TracedBlock? found))
        {
            return found;
        }

        Run run = Join(key);
        try
        {
            run.Turn.Wait(cancellation);
            try
            {
                return recent.TryGet(key, out found) ? found : Make(key, trace);
            }
            finally
            {
                run.Turn.Release();
            }
        }
        finally
        {
            Leave(key, run);
        }
    }

    private TracedBlock? Make(Felt key, Func<BlockTraces?> trace)
    {
        if (trace() is not { } traces)
        {
            return null;
        }

        TracedBlock made = Serialize(traces);
        recent.Set(key, made);
        return made;
    }

    private TracedBlock Serialize(BlockTraces block)
    {
        TracedTransaction[] made = new TracedTransaction[block.Traces.Length];
        long bytes = 0;
        for (int i = 0; i < made.Length; i++)
        {
            TransactionTrace trace = block.Traces[i];
            byte[] json = Serialize(writer => TraceJson.Write(writer, trace), bytes);
            made[i] = new(trace.TransactionHash, json);
            bytes += json.Length;
        }

        byte[]? reads = block.Reads is { } known ? Serialize(writer => InitialReadsJson.Write(writer, known), bytes) : null;
        return new(made, reads);
    }

    private byte[] Serialize(Action<Utf8JsonWriter> write, long before)
    {
        AnswerBuffer buffer = new(Math.Max(0, (int)(maxBlockBytes - before)));
        using Utf8JsonWriter writer = new(buffer);
        write(writer);
        writer.Flush();
        return buffer.Written.ToArray();
    }

    private Run Join(Felt key)
    {
        lock (gate)
        {
            if (!running.TryGetValue(key, out Run? run))
            {
                running.Add(key, run = new Run());
            }

            run.Members++;
            return run;
        }
    }

    private void Leave(Felt key, Run run)
    {
        lock (gate)
        {
            if (--run.Members == 0)
            {
                running.Remove(key);
                run.Turn.Dispose();
            }
        }
    }

    private sealed record TracedProposal(Block Block, TracedBlock Traces);

    private sealed class Run
    {
        internal SemaphoreSlim Turn { get; } = new(1);

        internal int Members { get; set; }
    }
}
