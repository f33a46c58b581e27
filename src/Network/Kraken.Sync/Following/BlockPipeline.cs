using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Kraken.Execution.Concurrency;
using Kraken.State.Store;
using Kraken.Sync.Checking;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Following;

/// <summary>
/// Takes successive blocks of one source into the store, several at a time: one is read while those before it are screened, executed one
/// after another, and stored, several in a batch. What held is stored though a later block does not hold.
/// </summary>
/// <param name="screen">Checks blocks by themselves.</param>
/// <param name="step">Takes a block on its parent.</param>
/// <param name="store">The chain.</param>
/// <param name="limits">What is on its way at most.</param>
/// <param name="patience">How long the source may take.</param>
internal sealed class BlockPipeline(
    IBlockSource source, BlockScreen screen, IChainStep step, ChainStore store, SyncLimits limits, SourcePatience patience)
{

    private readonly Channel<Task<ScreenedBlock>> read = Channel.CreateBounded<Task<ScreenedBlock>>(
        new BoundedChannelOptions(limits.MaxBlocksInFlight) { SingleReader = true, SingleWriter = true });

    private readonly Channel<(BlockRecord Record, long Bytes)> ready = Channel.CreateBounded<(BlockRecord Record, long Bytes)>(
        new BoundedChannelOptions(limits.MaxBatchBlocks) { SingleReader = true, SingleWriter = true });

    private readonly ByteGate gate = new(limits.MaxBytesInFlight);
    private BlockRecord? stored;

    // Those that are being stored, those that wait, and the one that waits to be among them.
    private int MaxPending => (2 * limits.MaxBatchBlocks) + 4;

    /// <summary>Reads blocks from the one after the latest on.</summary>
    /// <param name="count">The most blocks.</param>
    /// <param name="cancellation">Ends the work; what held until then is stored.</param>
    /// <returns>How many were stored.</returns>
    /// <exception cref="FalseBlockException">The source gave a block that does not hold.</exception>
    /// <exception cref="BlockSourceException">The source failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task<int> RunAsync(int count, CancellationToken cancellation)
    {
        ulong before = store.LatestNumber!.Value;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = ReadAsync(before + 1, count, stop.Token);
        Task executing = OnThread("follower: execution", () => Execute(stop.Token), stop);
        Task storing = OnThread("follower: store", Store, stop);
        await Task.WhenAll(reading, executing, storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Those that nobody takes any more end with this, so that what the next source gives is all that is held.
        await stop.CancelAsync().ConfigureAwait(false);
        while (read.Reader.TryRead(out Task<ScreenedBlock>? left))
        {
            await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The reason of the others' end before what they saw of it. A source that failed did so after all that it gave was taken.
        foreach (Task ended in (ReadOnlySpan<Task>)[storing, executing, reading])
        {
            if (ended.Exception?.InnerException is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return (int)(store.LatestNumber.Value - before);
    }

    // Where it fails, nothing more is read.
    private static Task OnThread(string name, Action work, CancellationTokenSource stop)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(Run, ExecutionStack.Bytes) { Name = name, IsBackground = true };
        thread.Start();
        return done.Task;

        void Run()
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (OperationCanceledException)
            {
                // Whoever cancelled knows.
                done.SetResult();
            }
            catch (Exception failure)
            {
                stop.Cancel();
                done.SetException(failure);
            }
        }
    }

    private async Task ReadAsync(ulong first, int count, CancellationToken cancellation)
    {
        try
        {
            IAsyncEnumerator<SourceBlock> blocks = source.BlocksAsync(first, count, cancellation).GetAsyncEnumerator(cancellation);
            await using (blocks.ConfigureAwait(false))
            {
                // At least one, of whoever is asked.
                for (ulong place = first; place - first < (ulong)count && (place == first || !patience.IsExhausted); place++)
                {
                    if (!await patience.WaitAsync(() => blocks.MoveNextAsync().AsTask()).ConfigureAwait(false))
                    {
                        break;
                    }

                    patience.Given();
                    SourceBlock block = blocks.Current;
                    ulong number = place;
                    await gate.TakeAsync(block.Bytes, cancellation).ConfigureAwait(false);
                    Task<ScreenedBlock> screened = Task.Run(() => Screen(number, block, cancellation), CancellationToken.None);
                    await read.Writer.WriteAsync(screened, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was read is looked at by nobody any more.
        }
        finally
        {
            read.Writer.Complete();
        }
    }

    private ScreenedBlock Screen(ulong number, SourceBlock block, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return screen.TryScreen(number, block, out ScreenedBlock? screened, out BlockMismatch? mismatch)
            ? screened
            : throw new FalseBlockException(mismatch);
    }

    private void Execute(CancellationToken cancellation)
    {
        PendingChain chain = new(store, step, MaxPending);
        try
        {
            while (Next(read.Reader, cancellation) is { } reading)
            {
                ScreenedBlock block = reading.GetAwaiter().GetResult();
                if (Interlocked.Exchange(ref stored, null) is { } newest)
                {
                    chain.Stored(newest.Block.Header.Hash);
                }

                if (!chain.TryExtend(block, out BlockRecord? record, out BlockMismatch? mismatch, cancellation))
                {
                    throw new FalseBlockException(mismatch);
                }

                Wait(ready.Writer.WriteAsync((record, block.Source.Bytes), cancellation));
            }
        }
        finally
        {
            ready.Writer.Complete();
        }
    }

    // Ends when there is nothing more to store, whatever was cancelled.
    private void Store()
    {
        List<BlockRecord> batch = [];
        Task<bool> more = ready.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        while (more.GetAwaiter().GetResult())
        {
            long bytes = 0;
            batch.Clear();
            do
            {
                while (batch.Count < limits.MaxBatchBlocks && ready.Reader.TryRead(out (BlockRecord Record, long Bytes) next))
                {
                    batch.Add(next.Record);
                    bytes += next.Bytes;
                }

                more = ready.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            }
            while (batch.Count < limits.MaxBatchBlocks && more.Wait(limits.BatchTime) && more.Result);

            store.Append(batch);
            Interlocked.Exchange(ref stored, batch[^1]);
            gate.Return(bytes);
        }
    }

    private static T? Next<T>(ChannelReader<T> reader, CancellationToken cancellation)
        where T : class =>
        Wait(reader.WaitToReadAsync(cancellation)) && reader.TryRead(out T? item) ? item : null;

    private static T Wait<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }
}
