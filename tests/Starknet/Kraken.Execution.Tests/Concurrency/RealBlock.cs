using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>
/// A block of signed transactions of few accounts that transfer to each other and to the sequencer, write the same cells, fail, declare a
/// class and deploy contracts of it.
/// </summary>
internal sealed class RealBlock
{
    // One of the accounts is the sequencer, so that transactions meet in its balance too.
    private const int Sequencer = 2;

    private static readonly CompiledContract Declared = DeclareTests.UndeclaredClass();

    private readonly ExecutableTransaction[] transactions;
    private readonly IStateReader parent;

    internal RealBlock(int seed, int count, int accounts)
    {
        Random random = new(seed);
        DiffOverlay genesis = new(EmptyState.Instance, GenesisState.Build(OwnChain.Genesis));
        JournaledState state = new(genesis);
        TestContracts.Deploy(new ClassRegistry(), state, native: false);
        parent = new DiffOverlay(genesis, StateDiffs.Of(state.Changes()));
        int[] nonces = new int[accounts];
        int declare = random.Next(count);
        transactions =
        [
            .. Enumerable.Range(0, count).Select(place =>
            {
                int account = random.Next(accounts);
                ulong nonce = (ulong)nonces[account]++;
                return place == declare
                    ? DeclareTests.Declare(Declared, Declared.ClassHash, Declared.CompiledClassHash, nonce, account)
                    : OwnChain.Invoke(OwnChain.Genesis.Accounts[account], nonce, 40_000_000, [.. Calls(random, accounts)]);
            }),
        ];
    }

    internal int Count => transactions.Length;

    internal BlockRun Sequential(bool native, out BlockRefusal? refusal)
    {
        BlockRun run = Begin(native);
        refusal = run.ExecuteAll(transactions);
        return run;
    }

    internal BlockRun Optimistic(bool native, int threads, IInterleaving? interleaving, out BlockRefusal? refusal)
    {
        BlockRun run = Begin(native);
        using OptimisticRun ahead = new(run, Count, index => transactions[index], threads, null, interleaving);
        using ExecutionBudget budget = new();
        refusal = run.ExecuteAll(ahead, Count, budget, CancellationToken.None);
        return run;
    }

    /// <summary>Outcomes with their traces, and all that the blocks are.</summary>
    internal static void Same(BlockRun expected, BlockRun actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((ExecutedOutcome one, ExecutedOutcome other) in expected.Outcomes.Zip(actual.Outcomes))
        {
            EnginePair.Same(one, other);
            Assert.Equal(BlockText.Of(one), BlockText.Of(other));
        }

        Assert.Equal(expected.Declared.Select(contract => contract.ClassHash), actual.Declared.Select(contract => contract.ClassHash));
        Assert.Equal(BlockText.Of(expected.Finish()), BlockText.Of(actual.Finish()));
    }

    private static IEnumerable<(Felt Contract, Felt Selector, Felt[] Calldata)> Calls(Random random, int accounts)
    {
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            Felt someone = OwnChain.Genesis.Accounts[random.Next(accounts)].Address;
            yield return random.Next(10) switch
            {
                0 => (TestContracts.Sys, TestContracts.Selector("storage_rw"), [(ulong)random.Next(3), (ulong)random.Next(4)]),
                1 => (TestContracts.Sys, TestContracts.Selector("call_other"),
                    [TestContracts.OtherSys, TestContracts.Selector("storage_rw"), 2, (ulong)random.Next(3), (ulong)random.Next(4)]),
                2 => (TestContracts.Sys, TestContracts.Selector("there_is_none"), []),
                3 => (WellKnownAddresses.UniversalDeployer, TestContracts.Selector("deployContract"),
                    [Declared.ClassHash, (ulong)random.Next(3), 0, 0]),
                4 => (ContractAddresses.Compute(0, (ulong)random.Next(3), Declared.ClassHash, []),
                    TestContracts.Selector("pedersen_many"), [2, 3, 4]),
                5 => (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [someone, UInt128.MaxValue, 0]),
                _ => (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [someone, (ulong)random.Next(1_000), 0]),
            };
        }
    }

    private BlockRun Begin(bool native)
    {
        ClassRegistry classes = OwnChain.Classes(native);
        TestContracts.Deploy(classes, OwnChain.State(), native);
        BlockContext context = OwnChain.Context(30);
        BlockContext own = context with { Block = context.Block with { Sequencer = OwnChain.Genesis.Accounts[Sequencer].Address } };
        return new BlockRun(own, parent, static _ => 0xabcdef, classes, new BlockBounds());
    }
}
