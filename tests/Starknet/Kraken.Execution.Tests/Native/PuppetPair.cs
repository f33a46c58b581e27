using System;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sierra;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>
/// A block on each engine with two contracts that do what their calldata says (devnet-run/contracts/puppet.cairo), and an account that
/// calls for whoever calls it (moody_account.cairo). All that the engines make of it must be the same. Natively the virtual machine could
/// not help out: there it has no code of the contracts.
/// </summary>
internal sealed class PuppetPair
{
    internal static readonly Felt First = 0x6161;
    internal static readonly Felt Second = 0x6262;
    internal static readonly Felt Account = 0x6363;
    internal static readonly Felt Class = 0xd1;
    internal static readonly Felt AccountClass = 0xd2;
    internal static readonly Felt Run = Selector.FromName("run");
    internal static readonly Felt Hear = Selector.FromName("hear");
    internal static readonly Felt Sender = 0x1111;

    private static readonly SierraVersion Gas = new(1, 9, 3);
    private static readonly Lazy<ClassRegistry> OnMachine = new(() => Classes(native: false));
    private static readonly Lazy<ClassRegistry> InCode = new(() => Classes(native: true));

    private readonly BlockRun machine;
    private readonly BlockRun native;
    private ulong nonce;

    /// <summary>The contracts, with cells of the first one that are set before the block.</summary>
    internal PuppetPair(params (Felt Key, Felt Value)[] cells)
    {
        machine = Begin(OnMachine.Value, cells);
        native = Begin(InCode.Value, cells);
    }

    /// <summary>The state after the transactions so far.</summary>
    internal JournaledState State => native.State;

    /// <summary>The calldata of a script, as a list or as arguments of <see cref="Run"/>.</summary>
    internal static Felt[] List(params Felt[] items) => [items.Length, .. items];

    /// <summary>The operation that calls <see cref="Run"/> of a contract; what fails there fails here.</summary>
    internal static Felt[] Call(Felt contract, params Felt[] script) => [2, contract, Run, .. List(List(script))];

    /// <summary>The same; what fails there is answered by its reason.</summary>
    internal static Felt[] Caught(Felt contract, params Felt[] script) => [3, contract, Run, .. List(List(script))];

    /// <summary>A message that has a contract carry out a script.</summary>
    internal static L1HandlerTransaction Message(Felt contract, params Felt[] script) =>
        new() { Nonce = 7, ContractAddress = contract, EntryPointSelector = Hear, Calldata = [Sender, .. List(script)] };

    /// <summary>Handles a message from L1.</summary>
    /// <param name="message">The message.</param>
    /// <param name="paidFee">What its sender paid; null where that is not known.</param>
    internal TransactionOutcome Handle(L1HandlerTransaction message, UInt128? paidFee = null) =>
        Execute(new(message.WithHash(OwnChain.Genesis.ChainId)) { PaidFeeOnL1 = paidFee });

    /// <summary>Executes any transaction.</summary>
    internal TransactionOutcome Execute(ExecutableTransaction transaction)
    {
        TransactionOutcome outcome = native.Execute(transaction);
        EnginePair.Same(machine.Execute(transaction), outcome);
        return outcome;
    }

    /// <summary>Executes a transaction otherwise than in a block, and forgets what it did.</summary>
    internal TransactionOutcome Try(ExecutableTransaction transaction, ExecutionFlags flags, BlockContext? context = null)
    {
        TransactionOutcome outcome = Run(native, InCode.Value);
        EnginePair.Same(Run(machine, OnMachine.Value), outcome);
        return outcome;

        TransactionOutcome Run(BlockRun run, ClassRegistry classes) =>
            new TransactionExecutor(context ?? OwnChain.Context(30), classes).Execute(transaction, new JournaledState(run.State), flags);
    }

    /// <summary>Calls <see cref="Run"/> of a contract outside of transactions.</summary>
    internal ViewResult View(Felt contract, params Felt[] script)
    {
        ViewResult result = Ask(native.State, InCode.Value);
        EnginePair.Same(Ask(machine.State, OnMachine.Value), result);
        return result;

        ViewResult Ask(JournaledState state, ClassRegistry classes) =>
            ViewCall.Execute(OwnChain.Context(30), state, classes, contract, Run, List(script));
    }

    /// <summary>Runs a transaction that has contracts carry out scripts.</summary>
    /// <param name="gas">The bound of L2 gas.</param>
    /// <param name="scripts">What each of its calls does.</param>
    internal ExecutedOutcome Invoke(ulong gas, params (Felt Contract, Felt[] Script)[] scripts)
    {
        ExecutableTransaction transaction = OwnChain.Invoke(
            OwnChain.Genesis.Accounts[0], nonce++, gas, [.. scripts.Select(call => (call.Contract, Run, List(call.Script)))]);
        return Assert.IsType<ExecutedOutcome>(Execute(transaction));
    }

    /// <summary>Ends both blocks: state changes, events, messages, fees and reasons must be the same.</summary>
    internal ExecutedBlock Finish()
    {
        ExecutedBlock expected = machine.Finish();
        ExecutedBlock block = native.Finish();
        Assert.Equal(StateDiffHash.Compute(expected.StateDiff), StateDiffHash.Compute(block.StateDiff));
        Assert.Equal(
            ContentCommitments.Compute(expected.Transactions, expected.Receipts, expected.StateDiff),
            ContentCommitments.Compute(block.Transactions, block.Receipts, block.StateDiff));
        return block;
    }

    /// <summary>The classes of the contracts, on one of the engines.</summary>
    internal static ClassRegistry Classes(bool native)
    {
        ClassRegistry classes = OwnChain.Classes(native);
        classes.Add(Class, Load("puppet", native));
        classes.Add(AccountClass, Load("moody_account", native));
        return classes;
    }

    /// <summary>One of the recorded run's classes, on one of the engines alone.</summary>
    internal static RunnableClass Load(string name, bool native) => native
        ? ClassFiles.LoadNativeOnly(Gas, "starknet/devnet-run", "contracts", name)
        : ClassFiles.Load(Gas, native: false, "starknet/devnet-run", "contracts", name);

    /// <summary>The state before the block, without cells.</summary>
    internal static JournaledState Genesis()
    {
        JournaledState state = OwnChain.State();
        state.SetCompiledClassHash(Class, Felt.One);
        state.SetCompiledClassHash(AccountClass, Felt.One);
        state.SetClassHash(First, Class);
        state.SetClassHash(Second, Class);
        state.SetClassHash(Account, AccountClass);
        return state;
    }

    private static BlockRun Begin(ClassRegistry classes, (Felt Key, Felt Value)[] cells)
    {
        JournaledState state = Genesis();
        foreach ((Felt key, Felt value) in cells)
        {
            state.SetStorage(First, key, value);
        }

        return new(OwnChain.Context(30), state, static _ => 0xabcdef, classes);
    }
}
