using System;
using System.Collections.Generic;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Tests.Devnet;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Tests.Native;

/// <summary>A development node's recorded transactions, executed again on one of the engines.</summary>
internal sealed class DevnetChain
{
    private readonly bool native;
    private readonly JsonElement[] steps;
    private readonly Dictionary<Felt, CompiledContract> declared = [];

    // The state behind each block; the genesis block is the first.
    private readonly List<JournaledState> states = [];

    /// <summary>Begins with the node's genesis.</summary>
    /// <param name="steps">The recorded transactions.</param>
    /// <param name="native">Whether classes run natively where their version allows it.</param>
    /// <param name="genesis">The version of the genesis classes; calls of old versions are metered by steps and stay on one engine.</param>
    internal DevnetChain(JsonElement[] steps, bool native, SierraVersion genesis)
    {
        this.steps = steps;
        this.native = native;
        states.Add(DevnetState.Genesis());
        Classes = DevnetState.GenesisClasses(genesis, native);
    }

    /// <summary>The state behind the transactions so far.</summary>
    internal JournaledState State => states[^1];

    /// <summary>The classes so far.</summary>
    internal ClassRegistry Classes { get; }

    /// <summary>Makes a class ready to be declared.</summary>
    internal void Prepare(Felt classHash, SierraVersion version, params string[] path) =>
        declared.Add(classHash, DevnetState.AsMeasured(ClassFiles.Compile(version, native, path)) with { ClassHash = classHash });

    /// <summary>Executes a recorded transaction in a block of its own.</summary>
    internal (TransactionOutcome Outcome, ExecutedBlock Block) Execute(int index, ExecutionBudget budget)
    {
        BlockContext context = DevnetState.Context(steps[index].GetProperty("block"));

        // That node runs a block with the time of the one before, and writes another into its header.
        ulong opened = steps[Math.Max(0, index - 1)].GetProperty("block").GetProperty("timestamp").GetUInt64();
        context = context with { Block = context.Block with { Timestamp = opened } };
        BlockRun run = new(context, State, _ => DevnetState.OldBlockHash(steps, index)!.Value, Classes);
        TransactionOutcome outcome = run.Execute(Executable(steps[index].GetProperty("transaction")), budget);
        ExecutedBlock block = run.Finish();
        states.Add(new JournaledState(new DiffOverlay(State, block.StateDiff)));
        return (outcome, block);
    }

    /// <summary>The context of a recorded block; the first is 1.</summary>
    internal BlockContext ContextOf(int block) => DevnetState.Context(steps[block - 1].GetProperty("block"));

    /// <summary>Whether a block was executed; the genesis block was.</summary>
    internal bool Has(int block) => block < states.Count;

    /// <summary>Makes a recorded call on the state behind a block.</summary>
    internal ViewResult Call(int block, JsonElement request, ulong gas) => ViewCall.Execute(
        ContextOf(block), states[block], Classes, DevnetRun.Felt(request, "contract_address"),
        DevnetRun.Felt(request, "entry_point_selector"), [.. DevnetRun.Felts(request, "calldata")], gas);

    /// <summary>Executes a transaction in the block of a recorded one, and forgets what it did.</summary>
    internal TransactionOutcome Try(int index, JsonElement transaction, ExecutionBudget? budget = null)
    {
        BlockContext context = DevnetState.Context(steps[index].GetProperty("block"));
        BlockRun run = new(context, State, _ => DevnetState.OldBlockHash(steps, index)!.Value, Classes);
        return run.Execute(Executable(transaction), budget);
    }

    /// <summary>Executes a transaction on the state behind a block, in the block of the next, and forgets what it did.</summary>
    internal TransactionOutcome Try(int block, ExecutableTransaction transaction) =>
        new TransactionExecutor(ContextOf(block + 1), Classes).Execute(transaction, new JournaledState(states[block]));

    private ExecutableTransaction Executable(JsonElement json)
    {
        Transaction transaction = DevnetRun.Transaction(json);
        return new ExecutableTransaction(transaction, transaction is DeclareTransaction declare ? declared[declare.ClassHash] : null)
        {
            PaidFeeOnL1 = json.TryGetProperty("paid_fee_on_l1", out _) ? DevnetRun.Number(json, "paid_fee_on_l1") : null,
        };
    }

    /// <summary>Executes transactions in turn on the state behind a block, up to one that is rejected, and forgets them.</summary>
    internal List<TransactionOutcome> Simulate(int block, IEnumerable<Transaction> transactions, ExecutionFlags flags)
    {
        JournaledState state = new(states[block]);
        TransactionExecutor executor = new(ContextOf(block), Classes);
        List<TransactionOutcome> outcomes = [];
        foreach (Transaction transaction in transactions)
        {
            outcomes.Add(executor.Execute(
                new ExecutableTransaction(transaction, transaction is DeclareTransaction declare ? declared[declare.ClassHash] : null),
                state,
                flags));
            if (outcomes[^1] is not ExecutedOutcome)
            {
                break;
            }
        }

        return outcomes;
    }
}
