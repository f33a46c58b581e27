using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Dev.Chain;

/// <summary>
/// The block being built on a development chain: what it holds, under which time and prices, and its end in the store. Not safe for several
/// threads, but for what says so.
/// </summary>
/// <param name="store">The chain.</param>
/// <param name="rules">The rules, with the prices of block 0.</param>
/// <param name="marks">How transactions of the chain ran.</param>
/// <param name="builderOf">Makes the builder of rules.</param>
/// <param name="clock">The clock of blocks.</param>
/// <param name="logger">The log.</param>
internal sealed class BlockProduction(
    ChainStore store,
    ChainRules rules,
    TransactionMarks marks,
    Func<ChainRules, BlockBuilder> builderOf,
    DevClock clock,
    ILogger logger)
{
    private readonly List<PendingTransaction> content = [];
    private BlockBuilder builder = builderOf(rules);
    private GrowingBlock? growing;
    private ulong? nextTime;

    // Whether the block being built began with the time that was set.
    private bool hasNextTime;

    // Read by whoever runs or shows something while the chain changes.
    private volatile StrongBox<GasPrices> prices = new(rules.GasPrices);
    private volatile PendingTransaction? running;
    private volatile PreConfirmedBlock? shown;
    private volatile ImmutableDictionary<Felt, ExecutionFlags> unusual = ImmutableDictionary<Felt, ExecutionFlags>.Empty;

    /// <summary>Who is named as the maker of blocks.</summary>
    internal required Felt Sequencer { get; init; }

    /// <summary>Whether the block being built is shown before its end.</summary>
    internal required bool IsShown { get; init; }

    /// <summary>Told of the number of each block that was appended.</summary>
    internal Action<ulong> Appended { get; set; } = static _ => { };

    /// <summary>The block being built; null where it is empty or not shown. Safe for several threads.</summary>
    internal PreConfirmedBlock? Shown => shown;

    /// <summary>The transactions of the block being built.</summary>
    internal ImmutableArray<PendingTransaction> Content => [.. content];

    /// <summary>The state after the block being built, or after the latest one.</summary>
    internal IStateReader State => growing?.State ?? store.State;

    /// <summary>Time and prices of the block being built; null where it is empty.</summary>
    internal BlockTerms? Terms => growing?.Header is { } header ? new BlockTerms(header.Timestamp, header.GasPrices) : null;

    /// <summary>The time of the next block that is begun, where it was set; null for that of the clock.</summary>
    internal ulong? NextTime
    {
        get => hasNextTime ? null : nextTime;
        set
        {
            nextTime = value;
            hasNextTime = false;
        }
    }

    /// <summary>The prices of the next block that is begun. Read by any thread.</summary>
    internal GasPrices Prices
    {
        get => prices.Value;
        set
        {
            prices = new StrongBox<GasPrices>(value);
            builder = builderOf(rules with { GasPrices = value });
        }
    }

    private BlockHeader Latest => store.Header(store.LatestNumber!.Value)!;

    /// <summary>
    /// How a transaction runs: one that is executed now as it came, one of the block being built or of the chain as it ran then. Safe for
    /// several threads.
    /// </summary>
    internal ExecutionFlags? RunsAs(Transaction transaction) =>
        running is { } now && now.Hash == transaction.Hash ? now.Flags
        : unusual.TryGetValue(transaction.Hash, out ExecutionFlags? flags) ? flags
        : marks.Find(transaction.Hash);

    /// <summary>Executes a transaction at the end of the block; of a full one the next is begun.</summary>
    /// <returns>Null when it is in the block; else why not, and the block is as before.</returns>
    internal SubmissionError? Add(PendingTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            running = transaction;
            growing ??= Begin();
            SubmissionError? error = transaction.AddTo(growing, cancellation);
            if (error is { Kind: SubmissionErrorKind.Busy } && growing.Count > 0)
            {
                Close();
                growing = Begin();
                error = transaction.AddTo(growing, cancellation);
            }

            if (error is null)
            {
                content.Add(transaction);
                unusual = transaction.Flags is { } flags ? unusual.SetItem(transaction.Hash, flags) : unusual;
                shown = IsShown ? growing.Shown : null;
            }

            return error;
        }
        finally
        {
            running = null;
            if (growing is { Count: 0 })
            {
                growing = null;
                hasNextTime = false;
            }
        }
    }

    /// <summary>
    /// Makes a block with the time and prices that are set for the next one. What waits is in the block before it: its time and prices are
    /// those that it was executed with.
    /// </summary>
    internal BlockHeader CloseNext()
    {
        if (growing is not null)
        {
            Close();
        }

        return Close();
    }

    /// <summary>Ends the block and appends it.</summary>
    internal BlockHeader Close()
    {
        growing ??= Begin();
        PreparedBlock block = growing.Finish();
        store.Append(block.Record(TransactionMarks.Encode([.. content.Select(transaction => transaction.Flags)])));
        nextTime = hasNextTime ? null : nextTime;
        Drop();
        Appended(block.Block.Header.Number);
        return block.Block.Header;
    }

    /// <summary>Forgets the block being built.</summary>
    internal void Drop()
    {
        growing = null;
        hasNextTime = false;
        shown = null;
        unusual = ImmutableDictionary<Felt, ExecutionFlags>.Empty;
        content.Clear();
    }

    /// <summary>Builds a block again that was being built, with what it held and under the terms that it had.</summary>
    internal void Restore(BlockTerms? terms, ImmutableArray<PendingTransaction> waiting)
    {
        if (terms is null)
        {
            return;
        }

        (ulong? time, GasPrices next) = (NextTime, Prices);
        (NextTime, Prices) = (terms.Time, terms.Prices);
        foreach (PendingTransaction transaction in waiting)
        {
            if (Add(transaction, CancellationToken.None) is { } error)
            {
                logger.LogWarning("transaction {Hash} leaves the block being built: {Reason}", transaction.Hash, error.Message);
            }
        }

        (NextTime, Prices) = (time, next);
    }

    private GrowingBlock Begin()
    {
        BlockHeader latest = Latest;
        BlockParent parent = new(
            latest, store.State, store.Commitment, number => store.HashAt(number),
            () => BlockParent.GasOf(store.Receipts(latest.Number)));
        hasNextTime = nextTime is not null;
        return builder.Begin(parent, nextTime ?? clock.Seconds, Sequencer);
    }
}
