using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Recording;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Store;
using Kraken.Storage;
using Microsoft.Extensions.Logging;

namespace Kraken.Dev.Chain;

/// <summary>
/// A chain that one process makes: each transaction is executed as it comes, by the block builder of validators, and its block appended to
/// the store of validators. Safe for several threads: what changes the chain comes one after another.
/// </summary>
internal sealed class DevChain : IDisposable
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly DevOptions options;
    private readonly ILogger logger;
    private readonly ChainRules rules;
    private readonly ClassRegistry classes;
    private readonly TransactionMarks marks;
    private readonly Snapshots snapshots = new();
    private readonly List<PendingTransaction> content = [];
    private GasPrices prices;
    private BlockBuilder builder;
    private Impersonation impersonated = Impersonation.None;
    private GrowingBlock? growing;
    private ulong? nextTime;

    // Read by whoever runs or shows something while the chain changes.
    private volatile PendingTransaction? running;
    private volatile PreConfirmedBlock? shown;

    /// <summary>Opens the chain of a store, or begins it.</summary>
    /// <param name="options">The options, consistent with each other.</param>
    /// <param name="database">Where the chain lies.</param>
    /// <param name="record">Takes what is done to the chain.</param>
    /// <param name="system">The system's clock.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="InvalidDataException">The store holds a chain that began with other options, or the genesis is none.</exception>
    internal DevChain(DevOptions options, IKeyValueStore database, CallRecord record, TimeProvider system, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        Record = record;
        Clock = new DevClock(system);
        Store = new ChainStore(database);
        marks = new TransactionMarks(Store);
        ResetTime();
        ulong began = Store.Header(0)?.Timestamp ?? Clock.Seconds;
        Genesis = new DevGenesis(options, began);
        rules = RulesOf(options, Genesis.Description) with { RunsAs = RunsAs };
        prices = rules.GasPrices;
        Open();
        classes = new ClassRegistry(
            hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        builder = new BlockBuilder(rules, classes, Compiler, Clock);
        Executor = new CallExecutor(Store, rules, classes, Compiler);
        Reader = new ChainReader(Store, rules, Clock) { Draft = () => shown, Prices = () => prices };
    }

    /// <summary>What is done to the chain, as calls.</summary>
    internal CallRecord Record { get; }

    /// <summary>The clock of its blocks.</summary>
    internal DevClock Clock { get; }

    /// <summary>The committed chain.</summary>
    internal ChainStore Store { get; }

    /// <summary>Block 0.</summary>
    internal DevGenesis Genesis { get; }

    /// <summary>The chain for those who read.</summary>
    internal ChainReader Reader { get; }

    /// <summary>Runs calls.</summary>
    internal CallExecutor Executor { get; }

    /// <summary>Compiles classes.</summary>
    internal ClassCompiler Compiler { get; } = new();

    /// <summary>The rules, with the prices of block 0.</summary>
    internal ChainRules Rules => rules;

    /// <summary>Told of the number of each block that was appended, while nothing else changes the chain.</summary>
    internal Action<ulong> Appended { get; set; } = static _ => { };

    /// <summary>The prices of the next block.</summary>
    internal GasPrices Prices
    {
        get
        {
            lock (gate)
            {
                return prices;
            }
        }
    }

    /// <summary>How many transactions the block being built has.</summary>
    internal int PendingCount
    {
        get
        {
            lock (gate)
            {
                return content.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Executor.Dispose();

    /// <summary>Reads the state after the block being built, or after the latest one where there is none.</summary>
    internal T ReadNext<T>(Func<IStateReader, T> read)
    {
        lock (gate)
        {
            return read(growing?.State ?? Store.State);
        }
    }

    /// <summary>
    /// Executes an account's transaction at the end of the block being built, and makes the block where each one makes one.
    /// </summary>
    /// <returns>Null when it is in a block; else why not.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing has changed.</exception>
    internal SubmissionError? Submit(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        lock (gate)
        {
            PendingTransaction pending = new PendingTransaction.OfAccount(transaction, FlagsOf(transaction.Transaction));
            return Submit(pending, () => Record.Add(transaction), cancellation);
        }
    }

    /// <summary>Executes a message from L1 in the same way.</summary>
    /// <param name="message">The message, its hash set.</param>
    /// <param name="paidFee">What its sender paid on L1, in wei.</param>
    /// <param name="recorded">Writes the parameters of the call that brought it.</param>
    /// <param name="cancellation">Gives up.</param>
    internal SubmissionError? Submit(
        L1HandlerTransaction message, UInt128 paidFee, Action<Utf8JsonWriter> recorded, CancellationToken cancellation)
    {
        lock (gate)
        {
            PendingTransaction pending = new PendingTransaction.OfMessage(message, paidFee);
            return Submit(pending, () => Record.Add("devnet_postmanSendMessageToL2", recorded), cancellation);
        }
    }

    /// <summary>The receipt of a transaction, of a block or of the block being built; null for an unknown one.</summary>
    internal TransactionReceipt? ReceiptOf(in Felt hash)
    {
        Felt wanted = hash;
        lock (gate)
        {
            return Store.Find(wanted) is { } place
                ? Store.Receipt(place)
                : shown?.Block.Receipts.FirstOrDefault(receipt => receipt.TransactionHash == wanted);
        }
    }

    /// <summary>Makes a block of what waits, or an empty one.</summary>
    internal BlockHeader CreateBlock()
    {
        lock (gate)
        {
            Record.Add("devnet_createBlock", static _ => { });
            return Close();
        }
    }

    /// <summary>Sets the time of the next block, from which the clock goes on.</summary>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    /// <param name="makesBlock">Whether the block is made at once.</param>
    /// <returns>The block, or null.</returns>
    internal BlockHeader? SetTime(ulong time, bool makesBlock)
    {
        lock (gate)
        {
            Record.Add("devnet_setTime", writer =>
            {
                writer.WriteNumber("time", time);
                writer.WriteBoolean("generate_block", makesBlock);
            });
            Clock.Set(time);
            nextTime = time;
            Reopen();
            return makesBlock ? Close() : null;
        }
    }

    /// <summary>Sets the clock ahead, for good, and makes a block.</summary>
    /// <param name="seconds">By how much.</param>
    /// <exception cref="DevRefusalException">The time would be beyond <see cref="DevOptions.MaxTime"/>.</exception>
    internal BlockHeader IncreaseTime(ulong seconds)
    {
        lock (gate)
        {
            if (seconds > DevOptions.MaxTime - Clock.Seconds)
            {
                throw new DevRefusalException($"time: expected at most {DevOptions.MaxTime - Clock.Seconds}, got {seconds}");
            }

            Record.Add("devnet_increaseTime", writer => writer.WriteNumber("time", seconds));
            Clock.Shift += (long)seconds;
            nextTime = null;
            Reopen();
            return Close();
        }
    }

    /// <summary>Sets the prices from the next block on.</summary>
    /// <param name="change">The new prices by those before.</param>
    /// <param name="makesBlock">Whether the block is made at once.</param>
    internal GasPrices SetPrices(Func<GasPrices, GasPrices> change, bool makesBlock)
    {
        lock (gate)
        {
            UsePrices(change(prices));
            Record.Add("devnet_setGasPrice", writer =>
            {
                GasPriceFields.Write(writer, prices);
                writer.WriteBoolean("generate_block", makesBlock);
            });
            Reopen();
            if (makesBlock)
            {
                Close();
            }

            return prices;
        }
    }

    /// <summary>Sets whose transactions are not validated.</summary>
    internal void Impersonate(string method, Felt? account, Func<Impersonation, Impersonation> change)
    {
        lock (gate)
        {
            impersonated = change(impersonated);
            Record.Add(method, writer =>
            {
                if (account is { } address)
                {
                    writer.WriteString("account_address", address.ToString());
                }
            });
        }
    }

    /// <summary>Takes blocks back, and drops what waits.</summary>
    /// <param name="numberOf">The first block to go; the block being built is made before it is asked for where that is to go.</param>
    /// <param name="isPreConfirmed">Whether the block being built is the first to go.</param>
    /// <returns>Their hashes, the latest first.</returns>
    /// <exception cref="DevRefusalException">It is block 0.</exception>
    internal ImmutableArray<Felt> Abort(Func<ulong?> numberOf, bool isPreConfirmed)
    {
        lock (gate)
        {
            ulong number = isPreConfirmed ? Close().Number : numberOf() ?? throw new DevRefusalException("Block not found");
            if (number == 0)
            {
                throw new DevRefusalException("Genesis block can't be aborted");
            }

            ulong latest = Store.LatestNumber!.Value;
            ImmutableArray<Felt>.Builder aborted = ImmutableArray.CreateBuilder<Felt>((int)(latest - number + 1));
            for (ulong block = latest; block >= number; block--)
            {
                aborted.Add(Store.Header(block)!.Hash);
            }

            GoBackTo(number - 1);
            Record.Add("devnet_abortBlocks", writer =>
            {
                writer.WriteStartObject("starting_block_id");
                writer.WriteNumber("block_number", number);
                writer.WriteEndObject();
            });
            return aborted.MoveToImmutable();
        }
    }

    /// <summary>Goes back to block 0 as if the process began anew; block 0 itself, with its time, stays.</summary>
    internal void Restart()
    {
        lock (gate)
        {
            GoBackTo(0);
            ResetTime();
            UsePrices(rules.GasPrices);
            impersonated = Impersonation.None;
            Record.Clear();
        }
    }

    /// <summary>Keeps the chain as it is to go back to.</summary>
    /// <returns>The snapshot's number.</returns>
    internal ulong TakeSnapshot()
    {
        lock (gate)
        {
            BlockHeader latest = Latest;
            return snapshots.Add(new Snapshot(
                latest.Number, latest.Hash, Clock.Shift, nextTime, prices, impersonated, [.. content], Record.Count));
        }
    }

    /// <summary>Goes back to a snapshot, which is gone then, as are those made after it.</summary>
    /// <returns>Whether there is such a snapshot.</returns>
    internal bool RevertTo(ulong snapshotNumber)
    {
        lock (gate)
        {
            if (snapshots.Take(snapshotNumber) is not { } snapshot)
            {
                return false;
            }

            GoBackTo(snapshot.Number);
            Clock.Shift = snapshot.TimeShift;
            nextTime = snapshot.NextTime;
            UsePrices(snapshot.Prices);
            impersonated = snapshot.Impersonated;
            Record.DropFrom(snapshot.Recorded);
            AddAgain(snapshot.Pending);
            return true;
        }
    }

    private BlockHeader Latest => Store.Header(Store.LatestNumber!.Value)!;

    private static ChainRules RulesOf(DevOptions options, GenesisDescription genesis) => new()
    {
        Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
        Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
        StarknetVersion = genesis.StarknetVersion,
        GasPrices = options.GasPrices,
        BuildTime = TimeSpan.MaxValue,
        TransactionTime = MostTime,
        ValidationTime = MostTime,
        ExecutionThreads = 1,
    };

    private void Open()
    {
        BlockRecord genesis = GenesisBlock.Create(Genesis.Description, Compiler);
        if (Store.LatestNumber is null)
        {
            Store.Append(genesis);
        }
        else if (Store.Header(0)!.Hash != genesis.Block.Header.Hash)
        {
            throw new InvalidDataException(
                $"{options.Data}: its chain begins with block {Store.Header(0)!.Hash}, these options (seed, accounts, balance, classes, "
                + $"prices, chain id) give {genesis.Block.Header.Hash}");
        }
    }

    private void ResetTime()
    {
        nextTime = null;
        Clock.Shift = 0;
        if (options.StartTime is { } start)
        {
            Clock.Set(start);
        }
    }

    private void UsePrices(GasPrices changed)
    {
        prices = changed;
        builder = new BlockBuilder(rules with { GasPrices = changed }, classes, Compiler, Clock);
    }

    // A transaction that is executed now runs as the chain's settings have it; one of the chain as it ran then.
    private ExecutionFlags? RunsAs(Transaction transaction) =>
        running is { } now && now.Hash == transaction.Hash ? now.Flags : marks.Find(transaction.Hash);

    private ExecutionFlags? FlagsOf(AccountTransaction transaction)
    {
        bool validates = options.Validates && !impersonated.Covers(transaction.Sender);
        return validates && options.ChargesFees ? null : new ExecutionFlags(options.ChargesFees, validates);
    }

    private SubmissionError? Submit(PendingTransaction transaction, Action record, CancellationToken cancellation)
    {
        if (Store.Find(transaction.Hash) is not null || content.Any(waiting => waiting.Hash == transaction.Hash))
        {
            return new SubmissionError(SubmissionErrorKind.Duplicate, $"transaction {transaction.Hash} is known already");
        }

        if (Add(transaction, cancellation) is { } error)
        {
            return error;
        }

        record();
        if (options.BlockGeneration.IsOnTransaction)
        {
            Close();
        }

        return null;
    }

    private SubmissionError? Add(PendingTransaction transaction, CancellationToken cancellation)
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
                shown = options.BlockGeneration.IsOnTransaction ? null : growing.Shown;
            }

            return error;
        }
        finally
        {
            running = null;
            growing = growing is { Count: 0 } ? null : growing;
        }
    }

    private GrowingBlock Begin()
    {
        BlockParent parent = new(Latest, Store.State, Store.Commitment, number => Store.Header(number)!.Hash);
        return builder.Begin(parent, nextTime ?? Clock.Seconds, Genesis.Description.SequencerAddress);
    }

    private BlockHeader Close()
    {
        growing ??= Begin();
        PreparedBlock block = growing.Finish();
        Store.Append(block.Record(TransactionMarks.Encode([.. content.Select(transaction => transaction.Flags)])));
        DropPending();
        nextTime = null;
        Appended(block.Block.Header.Number);
        return block.Block.Header;
    }

    private void DropPending()
    {
        growing = null;
        shown = null;
        content.Clear();
    }

    // The block being built has its time and prices from its beginning: what waits is executed again under the new ones.
    private void Reopen()
    {
        ImmutableArray<PendingTransaction> waiting = [.. content];
        DropPending();
        AddAgain(waiting);
    }

    private void AddAgain(ImmutableArray<PendingTransaction> waiting)
    {
        foreach (PendingTransaction transaction in waiting)
        {
            if (Add(transaction, CancellationToken.None) is { } error)
            {
                logger.LogWarning("transaction {Hash} leaves the block being built: {Reason}", transaction.Hash, error.Message);
            }
        }
    }

    private void GoBackTo(ulong number)
    {
        DropPending();
        Store.Rollback(number);
        nextTime = null;
        snapshots.DropAbove(number);
    }
}
