using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Forking;
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
using Kraken.Starknet.Classes;
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
internal sealed partial class DevChain : IDisposable
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly DevOptions options;
    private readonly BlockProduction blocks;
    private readonly CallExecutor executor;
    private readonly Snapshots snapshots = new();

    // Read by whoever answers while the chain changes.
    private volatile Impersonation impersonated = Impersonation.None;
    private volatile StrongBox<ulong>? acceptedOnL1;

    /// <summary>Opens the chain of a store, or begins it.</summary>
    /// <param name="options">The options, consistent with each other.</param>
    /// <param name="database">Where the chain lies.</param>
    /// <param name="record">Takes what is done to the chain.</param>
    /// <param name="system">The system's clock.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="InvalidDataException">The store holds a chain that began with other options, or the genesis is none.</exception>
    internal DevChain(DevOptions options, IKeyValueStore database, CallRecord record, TimeProvider system, ILogger logger)
    {
        Compiler = new ClassCompiler(options.ClassCache is { } cache ? new CompiledClassFolder(cache) : null);
        CompileAhead([.. options.FoundClasses, .. options.Classes]);
        options = options with { Classes = [.. options.Classes, .. options.FoundClasses.Where(found => Compiles(found, logger))] };
        this.options = options;
        Record = record;
        Clock = new DevClock(system);
        Fork = options.Fork is { } network ? Fork.Open(network, Compiler) : null;
        Store = Fork is null ? new ChainStore(database) : new ChainStore(database, Fork.Base);
        SetFirstTime();
        Genesis = new DevGenesis(
            Fork is null ? options : options with { ChainId = Fork.ChainId.Name },
            Store.Header(Store.First)?.Timestamp ?? Math.Max(Clock.Seconds, Fork?.Header.Timestamp ?? 0));
        Open();
        ClassRegistry classes = new(hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm
            ? ClassCompiler.Load(sierra, casm)
            : Fork?.Classes.Runnable(hash));
        TransactionMarks marks = new(Store);
        Rules = RulesOf(options, Genesis.Description) with
        {
            RunsAs = transaction => blocks!.RunsAs(transaction), FailsUnread = Fork is not null,
        };
        blocks = new BlockProduction(Store, Rules, marks, changed => new BlockBuilder(changed, classes, Compiler, Clock), Clock, logger)
        {
            Sequencer = Genesis.Description.SequencerAddress, IsShown = !options.BlockGeneration.IsOnTransaction,
        };
        executor = new CallExecutor(Store, Rules, classes, Compiler, new ViewLimits { Time = MostTime, TraceTime = MostTime })
        {
            OtherStates = number => Fork?.StateAfter(number), RunsAs = FlagsOf,
        };
        Executor = Fork is null ? executor : new ForkedExecutor(executor, Fork.Blocks);
        ChainReader own = new(Store, Rules, Clock) { Draft = () => blocks.Shown, Prices = () => blocks.Prices };
        Reader = Fork is null ? own : new ForkedReader(own, Fork);
    }

    /// <summary>What is done to the chain, as calls.</summary>
    internal CallRecord Record { get; }

    /// <summary>The clock of its blocks.</summary>
    internal DevClock Clock { get; }

    /// <summary>The committed chain.</summary>
    internal ChainStore Store { get; }

    /// <summary>The network that the chain goes on from; null where it begins by itself.</summary>
    internal Fork? Fork { get; }

    /// <summary>The first block.</summary>
    internal DevGenesis Genesis { get; }

    /// <summary>What JSON-RPC reads.</summary>
    internal IChainReader Reader { get; }

    /// <summary>Runs calls.</summary>
    internal ICallExecutor Executor { get; }

    /// <summary>Compiles classes.</summary>
    internal ClassCompiler Compiler { get; }

    /// <summary>The rules, with the prices of block 0.</summary>
    internal ChainRules Rules { get; }

    /// <summary>The newest block of which it was said that L1 accepted it; null for none. Safe for several threads.</summary>
    internal ulong? AcceptedOnL1 => acceptedOnL1?.Value;

    /// <summary>Told of the number of each block that was appended, while nothing else changes the chain.</summary>
    internal Action<ulong> Appended
    {
        get => blocks.Appended;
        set => blocks.Appended = value;
    }

    /// <summary>Told before the chain begins anew.</summary>
    internal Action Restarting { get; set; } = static () => { };

    /// <summary>The prices of the next block.</summary>
    internal GasPrices Prices => blocks.Prices;

    /// <summary>How many transactions the block being built has.</summary>
    internal int PendingCount
    {
        get
        {
            lock (gate)
            {
                return blocks.Content.Length;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        executor.Dispose();
        Fork?.Dispose();
    }

    /// <summary>Reads the state after the block being built, or after the latest one where there is none.</summary>
    internal T ReadNext<T>(Func<IStateReader, T> read)
    {
        lock (gate)
        {
            return read(blocks.State);
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
                : blocks.Shown?.Block.Receipts.FirstOrDefault(receipt => receipt.TransactionHash == wanted);
        }
    }

    /// <summary>How final the block of a transaction is that has a receipt.</summary>
    internal BlockStatus FinalityOf(in Felt hash) =>
        Store.Find(hash) is not { } place ? BlockStatus.PreConfirmed
        : place.BlockNumber <= AcceptedOnL1 ? BlockStatus.AcceptedOnL1
        : BlockStatus.AcceptedOnL2;

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

    // Side by side; who needs one before it is done waits for that alone.
    private void CompileAhead(ImmutableArray<SierraClass> classes)
    {
        foreach (SierraClass sierra in classes)
        {
            ThreadPool.QueueUserWorkItem(_ => Compiler.TryCompile(sierra, out CompiledContract? _, out string? _));
        }
    }

    private bool Compiles(SierraClass found, ILogger logger)
    {
        if (Compiler.TryCompile(found, out _, out string? error))
        {
            return true;
        }

        logger.LogWarning("class {Hash} is not declared: it does not compile: {Reason}", ClassHash.Compute(found), error);
        return false;
    }

    private void Open()
    {
        BlockRecord genesis = GenesisBlock.Create(Genesis.Description, Compiler);
        genesis = Fork?.Begin(genesis, Genesis.Description) ?? genesis;
        if (Store.LatestNumber is null)
        {
            Store.Append(genesis);
        }
        else if (Store.Header(Store.First)?.Hash is var first && first != genesis.Block.Header.Hash)
        {
            throw new InvalidDataException(
                $"{options.Data}: its chain begins with block {first?.ToString() ?? "of another number"}, these options (seed, accounts, "
                + $"balance, classes, prices, chain id, fork) give {genesis.Block.Header.Hash}");
        }
    }

    private void SetFirstTime()
    {
        Clock.Shift = 0;
        if (options.StartTime is { } start)
        {
            Clock.Set(start);
        }
    }

    private ExecutionFlags? FlagsOf(AccountTransaction transaction)
    {
        bool validates = options.Validates && !impersonated.Covers(transaction.Sender);
        return validates && options.ChargesFees ? null : new ExecutionFlags(options.ChargesFees, validates);
    }

    private SubmissionError? Submit(PendingTransaction transaction, Action record, CancellationToken cancellation)
    {
        if (Store.Find(transaction.Hash) is not null || blocks.Content.Any(waiting => waiting.Hash == transaction.Hash))
        {
            return new SubmissionError(SubmissionErrorKind.Duplicate, $"transaction {transaction.Hash} is known already");
        }

        if (blocks.Add(transaction, cancellation) is { } error)
        {
            return error;
        }

        record();
        if (options.BlockGeneration.IsOnTransaction)
        {
            blocks.Close();
        }

        return null;
    }
}
