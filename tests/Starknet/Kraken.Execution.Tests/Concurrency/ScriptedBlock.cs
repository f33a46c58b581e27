using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Constants;
using Kraken.Execution.Fees;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Tests.Errors;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>
/// A block of random transactions that do to the state, the classes and the budget whatever a transaction may do to them, on few cells, so
/// that they meet. What a seed gives is always the same.
/// </summary>
internal sealed class ScriptedBlock
{
    private const ulong LongRun = 20_000;

    private static readonly RunnableClass AnyClass = ClassFiles.Load(new(1, 9, 3), false, "cairo", "chain-contracts", "demo");
    private static readonly IStateReader Genesis = new DiffOverlay(EmptyState.Instance, GenesisState.Build(OwnChain.Genesis));
    private static readonly Felt Token = OwnChain.Genesis.FeeTokenAddress;
    private static readonly Felt Balance = StorageLayout.Balance(OwnChain.Genesis.SequencerAddress);

    // A cell that only some transactions come to; in some blocks nobody can read it.
    private static readonly StorageCell Unreadable = new(0x102, 1);

    private readonly Script[] scripts;
    private readonly CellName[] cells;

    internal ScriptedBlock(int seed)
    {
        Random random = new(seed);
        cells = Cells(random);
        scripts = new Script[random.Next(1, 26)];
        Dictionary<int, int> nonces = [];
        int accounts = random.Next(1, 9);
        int hostility = random.Next(4);
        for (int i = 0; i < scripts.Length; i++)
        {
            int account = random.Next(accounts);
            int nonce = nonces.GetValueOrDefault(account);
            nonces[account] = nonce + 1;
            scripts[i] = Script.Random(random, account, random.Next(60) < hostility ? nonce + 1 : nonce, cells.Length, hostility);
        }

        // A quarter of the blocks begins where the low half of the sequencer's balance is nearly full.
        UInt128 low = random.Next(4) == 0 ? UInt128.MaxValue - (UInt128)random.Next(200) : (UInt128)random.Next(1000);
        JournaledState parent = new(Genesis);
        parent.SetStorage(Token, Balance, low);
        Parent = new BrokenStorage(
            new DiffOverlay(Genesis, StateDiffs.Of(parent.Changes())),
            random.Next(3) == 0 ? Unreadable : null,
            new InvalidOperationException("a damaged page"));
        Bounds = new BlockBounds { MaxTransactions = random.Next(3) == 0 ? random.Next(1, scripts.Length + 1) : 500 };
        MaxCells = random.Next(3) == 0 ? random.Next(1, 800) : long.MaxValue;
    }

    internal int Count => scripts.Length;

    internal IStateReader Parent { get; }

    internal BlockBounds Bounds { get; }

    internal long MaxCells { get; }

    /// <summary>Told before each run.</summary>
    internal Action Started { get; init; } = static () => { };

    internal BlockRun Begin(ClassRegistry classes) =>
        new(OwnChain.Context(30), Parent, static _ => 0xabc, classes, Bounds) { Runner = Run };

    internal ExecutableTransaction At(int index) => new(
        new InvokeTransaction
        {
            SenderAddress = Account(scripts[index].Account),
            Nonce = scripts[index].Nonce,
            Calldata = [],
            ResourceBounds = OwnChain.Bounds(0),
        } with { Hash = index + 1 },
        scripts[index].Declares is { } hash ? Contract(hash) : null,
        Bytes: 100)
    {
        Refusal = scripts[index].IsRefused ? new Rejection(RejectionKind.CompiledClassHashMismatch, "refused beforehand") : null,
    };

    internal Felt Sender(int index) => Account(scripts[index].Account);

    internal static IEnumerable<Felt> ClassHashes => Enumerable.Range(0, 3).Select(ClassHash);

    private static Felt Account(int number) => number == 0 ? OwnChain.Genesis.SequencerAddress : (Felt)(ulong)(0xacc0 + number);

    private static Felt ClassHash(int number) => (Felt)(ulong)(0xd0 + number);

    private static CompiledContract Contract(int number) => new()
    {
        ClassHash = ClassHash(number),
        CompiledClassHash = Felt.One,
        Sierra = ChainContracts.Demo.Class,
        Casm = null!,
        Runnable = AnyClass,
    };

    private static CellName[] Cells(Random random)
    {
        List<CellName> cells = [];
        int storage = random.Next(1, 8);
        for (int i = 0; i < storage; i++)
        {
            cells.Add(new(CellKind.Storage, 0x100 + (i % 2), i));
        }

        cells.Add(new(CellKind.ClassHash, 0x100, default));
        cells.Add(new(CellKind.Nonce, 0x101, default));
        if (random.Next(3) == 0)
        {
            cells.Add(new(CellKind.Storage, Token, Balance));
        }

        cells.Add(new(CellKind.Storage, Unreadable.Contract, Unreadable.Key));
        return [.. cells];
    }

    private TransactionOutcome Run(ExecutableTransaction transaction, JournaledState state, IClassSource classes, ExecutionBudget? budget)
    {
        Started();
        int start = state.Checkpoint;
        try
        {
            budget?.Check();
            state.WatchStorage();
            transaction.Transaction.Hash.TryToUInt64(out ulong number);
            return Execute(scripts[number - 1], number, transaction, state, classes, budget);
        }
        catch (NotSupportedException rejection) when (rejection.Message.StartsWith("rejected", StringComparison.Ordinal))
        {
            state.RevertTo(start);
            return new RejectedOutcome(new Rejection(RejectionKind.ValidationFailed, rejection.Message));
        }
        catch
        {
            state.RevertTo(start);
            throw;
        }
    }

    private ExecutedOutcome Execute(
        Script script,
        ulong number,
        ExecutableTransaction transaction,
        JournaledState state,
        IClassSource classes,
        ExecutionBudget? budget)
    {
        int start = state.Checkpoint;
        Felt sender = transaction.Transaction.Sender;
        Felt nonce = state.NonceAt(sender);
        if (nonce != (Felt)(ulong)script.Nonce)
        {
            throw Rejected($"nonce {nonce} is not {script.Nonce}");
        }

        state.SetNonce(sender, nonce + Felt.One);
        Declare(transaction, state);
        ulong digest = number;
        foreach (Step step in script.Steps)
        {
            digest = Do(step, digest, state, classes, budget);
        }

        Felt paid = StorageLayout.Balance(sender);
        state.SetStorage(Token, paid, state.StorageAt(Token, paid) + Felt.One);
        state.MarkVisited();
        bool carried = script.Fee > 0 && Credit(script, state);
        BuiltinCounts builtins = default;
        builtins[PricedBuiltin.RangeCheck] = carried ? 7 : 3;
        return new ExecutedOutcome
        {
            FeeTransfer = Transfer(script.OwnToken ? ChainContracts.FeeToken.ClassHash : 0x77),
            RevertReason = $"{number}: {digest}",
            Gas = default,
            DataGas = default,
            Fee = (UInt128)script.Fee,
            Resources = new TransactionResources { Kind = TransactionType.Invoke, CalldataLength = 0, State = default },
            Changes = state.ChangesSince(start),
            Usage = new()
            {
                Builtins = builtins,
                RevertedBuiltins = default,
                Storage = state.VisitedStorage,
                Classes = new Dictionary<Felt, VmResources>(),
            },
        };
    }

    private static void Declare(ExecutableTransaction transaction, JournaledState state)
    {
        if (transaction.DeclaredClass is { } contract)
        {
            if (!state.CompiledClassHashOf(contract.ClassHash).IsZero)
            {
                throw Rejected($"{contract.ClassHash} is declared");
            }

            state.SetCompiledClassHash(contract.ClassHash, contract.CompiledClassHash);
        }
    }

    // Another token than the chain's own writes what the balance is elsewhere.
    private static bool Credit(Script script, JournaledState state)
    {
        state.StorageAt(Token, Balance).TryToUInt128(out UInt128 low);
        Felt high = state.StorageAt(Token, Balance + Felt.One);
        UInt128 sum = unchecked(low + (ulong)script.Fee);
        state.SetStorage(Token, Balance, sum);
        state.SetStorage(Token, Balance + Felt.One, sum < low ? high + Felt.One : high);
        if (!script.OwnToken)
        {
            state.SetStorage(Token, 0x7777, low);
        }

        return sum < low;
    }

    private ulong Do(Step step, ulong digest, JournaledState state, IClassSource classes, ExecutionBudget? budget)
    {
        CellName cell = cells[step.First % cells.Length];
        CellName following = cells[digest % (ulong)cells.Length];
        bool applies = step.Second > 0 && digest % (ulong)step.Second == (ulong)(step.First % step.Second);
        switch (step.Kind)
        {
            case StepKind.Read: return Mixed(digest, cell.ReadFrom(state));
            case StepKind.Follow: return Mixed(digest, following.ReadFrom(state));
            case StepKind.Write: Write(state, cell, digest % 3); return digest;
            case StepKind.WriteFollowing: Write(state, following, digest % 3); return digest;
            case StepKind.Undo:
                int checkpoint = state.Checkpoint;
                Write(state, cell, digest % 7);
                state.RevertTo(checkpoint);
                return digest;
            case StepKind.WriteBack:
                Felt old = cell.ReadFrom(state);
                Write(state, cell, old + Felt.One);
                Write(state, cell, old);
                return digest;
            case StepKind.Keep: budget?.Allocate(step.First); return digest;
            case StepKind.Borrow: budget?.Allocate(step.Second); budget?.Free(step.Second); return digest;
            case StepKind.FindClass:
                Felt hash = ClassHash(step.First % 3);
                return Mixed(digest, state.CompiledClassHashOf(hash).IsZero ? 0 : classes.Find(hash) is null ? 1 : 2);
            case StepKind.Reject when applies: throw Rejected($"by {digest}");
            case StepKind.Fail when applies:
                throw (step.First % 3) switch
                {
                    0 => new InvalidDataException($"a defect at {digest}"),
                    1 => new NotSupportedException($"not known: {digest}"),
                    _ => new ExecutionInterruptedException(InterruptionKind.OutOfTime, $"too slow at {digest}"),
                };
            case StepKind.Spin when applies: Spin(budget); return digest;
            default: return digest;
        }
    }

    private static void Spin(ExecutionBudget? budget)
    {
        for (ulong i = 0; i < LongRun; i++)
        {
            budget?.Check();
        }
    }

    private static NotSupportedException Rejected(string reason) => new($"rejected: {reason}");

    private static ulong Mixed(ulong digest, in Felt value)
    {
        value.ToCanonicalLimbs(out ulong low, out _, out _, out _);
        ulong mixed = (digest ^ low) * 0x9e37_79b9_7f4a_7c15;
        return mixed ^ (mixed >> 29);
    }

    private static void Write(JournaledState state, in CellName cell, in Felt value)
    {
        switch (cell.Kind)
        {
            case CellKind.Storage: state.SetStorage(cell.Owner, cell.Key, value); break;
            case CellKind.Nonce: state.SetNonce(cell.Owner, value); break;
            case CellKind.ClassHash: state.SetClassHash(cell.Owner, value); break;
            default: state.SetCompiledClassHash(cell.Owner, value); break;
        }
    }

    private static CallInfo Transfer(Felt classHash) => new()
    {
        Request = new CallRequest
        {
            Kind = EntryPointType.External,
            Selector = OwnChain.Transfer,
            Calldata = [],
            StorageAddress = Token,
            CallerAddress = default,
            InitialGas = 0,
        },
        ClassHash = classHash,
        Tracked = TrackedResource.SierraGas,
    };

    private sealed record Script(int Account, int Nonce, Step[] Steps, int Fee, bool OwnToken, int? Declares, bool IsRefused)
    {
        internal static Script Random(Random random, int account, int nonce, int cells, int hostility)
        {
            Step[] steps = new Step[random.Next(1, 9)];
            for (int i = 0; i < steps.Length; i++)
            {
                StepKind kind = (StepKind)random.Next((int)StepKind.Spin + 1);
                bool isRare = kind is StepKind.Reject or StepKind.Fail or StepKind.Spin;
                steps[i] = isRare && random.Next(4) >= hostility
                    ? new Step(StepKind.Follow, 0, 0)
                    : new Step(kind, random.Next(cells * 3), isRare ? random.Next(2, 24) : random.Next(1, 60));
            }

            return new Script(
                account,
                nonce,
                steps,
                random.Next(8) == 0 ? 0 : random.Next(1, 40),
                random.Next(12) != 0,
                random.Next(8) == 0 ? random.Next(3) : null,
                random.Next(60) < hostility);
        }
    }
}
