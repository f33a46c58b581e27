using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using Kraken.Caching;
using Kraken.Rpc.Limits;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The traces of blocks as JSON, of those that were asked for last. A trace is made by running its whole block again, so that requests
/// for traces of one block wait for the first of them. Safe for several threads.
/// </summary>
/// <param name="executor">Makes traces.</param>
/// <param name="rollbacks">How often blocks were taken back: traces of those before are of other blocks.</param>
/// <param name="maxBytes">Bytes of traces that are kept.</param>
/// <param name="maxBlockBytes">Bytes of the traces of one block.</param>
internal sealed class TraceCache(ICallExecutor executor, Func<long> rollbacks, long maxBytes, int maxBlockBytes)
{
    private readonly BoundedCache<(long Rollbacks, ulong Number), TracedBlock> recent =
        new(int.MaxValue, maxBytes, static traced => traced.Bytes);
    private readonly Lock gate = new();
    private readonly Dictionary<ulong, Run> running = [];

    /// <summary>The traces of a block's transactions, in order; null when it has none.</summary>
    /// <exception cref="AnswerTooLargeException">They are longer than an answer may be.</exception>
    internal TracedBlock? Of(ulong number, CancellationToken cancellation)
    {
        (long, ulong) key = (rollbacks(), number);
        if (recent.TryGet(key, out TracedBlock? found))
        {
            return found;
        }

        Run run = Join(number);
        try
        {
            run.Turn.Wait(cancellation);
            try
            {
                return recent.TryGet(key, out found) ? found : Make(key, cancellation);
            }
            finally
            {
                run.Turn.Release();
            }
        }
        finally
        {
            Leave(number, run);
        }
    }

    private TracedBlock? Make((long Rollbacks, ulong Number) key, CancellationToken cancellation)
    {
        if (executor.TraceBlock(key.Number, cancellation) is not { } traces)
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

        return new(made, Serialize(writer => InitialReadsJson.Write(writer, block.Reads), bytes));
    }

    private byte[] Serialize(Action<Utf8JsonWriter> write, long before)
    {
        AnswerBuffer buffer = new(Math.Max(0, (int)(maxBlockBytes - before)));
        using Utf8JsonWriter writer = new(buffer);
        write(writer);
        writer.Flush();
        return buffer.Written.ToArray();
    }

    private Run Join(ulong number)
    {
        lock (gate)
        {
            if (!running.TryGetValue(number, out Run? run))
            {
                running.Add(number, run = new Run());
            }

            run.Members++;
            return run;
        }
    }

    private void Leave(ulong number, Run run)
    {
        lock (gate)
        {
            if (--run.Members == 0)
            {
                running.Remove(number);
                run.Turn.Dispose();
            }
        }
    }

    private sealed class Run
    {
        internal SemaphoreSlim Turn { get; } = new(1);

        internal int Members { get; set; }
    }
}
