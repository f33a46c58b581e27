using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Execution.Tests.Devnet;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>A development node's recorded transactions, executed again on one of the engines.</summary>
internal sealed class DevnetChain
{
    private readonly bool native;
    private readonly JsonElement[] steps;
    private readonly ClassRegistry classes = new();
    private readonly Dictionary<Felt, CompiledContract> declared = [];

    /// <summary>Begins with the node's genesis.</summary>
    /// <param name="steps">The recorded transactions.</param>
    /// <param name="native">Whether classes run natively where their version allows it.</param>
    /// <param name="genesis">The version of the genesis classes; calls of old versions are metered by steps and stay on one engine.</param>
    internal DevnetChain(JsonElement[] steps, bool native, SierraVersion genesis)
    {
        this.steps = steps;
        this.native = native;
        State = DevnetState.Genesis();
        foreach ((Felt address, string name) in new[]
        {
            (DevnetState.FeeToken, "erc20_strk"),
            (Felt.Parse("0x2ceed65a4bd731034c01113685c831b01c15d7d432f71afb1cf1634b53a2125"), "udc_2"),
            (Felt.Parse("0x64b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691"), "oz_account_1.0.0"),
        })
        {
            classes.Add(State.ClassHashAt(address), Compile(genesis, "starknet", "classes", "genesis", $"{name}.sierra.json").Runnable);
        }
    }

    /// <summary>The state behind the transactions so far.</summary>
    internal JournaledState State { get; private set; }

    /// <summary>The classes so far.</summary>
    internal ClassRegistry Classes => classes;

    /// <summary>Makes a class ready to be declared.</summary>
    internal void Prepare(Felt classHash, SierraVersion version, params string[] path) =>
        declared.Add(classHash, Compile(version, path) with { ClassHash = classHash });

    /// <summary>Executes a recorded transaction in a block of its own.</summary>
    internal (TransactionOutcome Outcome, ExecutedBlock Block) Execute(int index)
    {
        BlockContext context = DevnetState.Context(steps[index].GetProperty("block"));
        BlockRun run = new(context, State, _ => DevnetState.OldBlockHash(steps, index)!.Value, classes);
        Transaction transaction = DevnetRun.Transaction(steps[index].GetProperty("transaction"));
        TransactionOutcome outcome = run.Execute(
            new ExecutableTransaction(transaction, transaction is DeclareTransaction declare ? declared[declare.ClassHash] : null));
        ExecutedBlock block = run.Finish();
        State = new JournaledState(new DiffOverlay(State, block.StateDiff));
        return (outcome, block);
    }

    /// <summary>Executes a transaction in the block of a recorded one, and forgets what it did.</summary>
    internal TransactionOutcome Try(int index, JsonElement transaction)
    {
        BlockContext context = DevnetState.Context(steps[index].GetProperty("block"));
        BlockRun run = new(context, State, _ => DevnetState.OldBlockHash(steps, index)!.Value, classes);
        return run.Execute(new ExecutableTransaction(DevnetRun.Transaction(transaction)));
    }

    private CompiledContract Compile(SierraVersion version, params string[] path)
    {
        byte[] source = File.ReadAllBytes(RepositoryData.PathOf(path));
        Assert.True(SierraClassJson.TryDecode(source, out SierraClass? sierra, out DecodeError? error), $"{error}");
        SierraContractClass contract = new(sierra!.SierraProgram, sierra.EntryPoints);
        Assert.True(SierraCompiler.TryCompile(contract, out CasmClass? casm, out SierraError? refused), $"{refused}");
        Assert.True(RunnableClass.TryCreate(casm, version, out RunnableClass? runnable, out string? problem), problem);
        if (native)
        {
            Assert.True(NativeContract.TryCompile(contract, out NativeImage? image, out string? reason), $"{path.Last()}: {reason}");
            runnable!.Native = NativeContract.Load(image, contract);
        }

        return new()
        {
            ClassHash = ClassHash.Compute(sierra),
            CompiledClassHash = CompiledClassHash.Blake(casm!),
            Sierra = sierra,
            Casm = casm!,
            Runnable = runnable!,
        };
    }
}
