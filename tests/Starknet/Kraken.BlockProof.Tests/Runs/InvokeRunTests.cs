using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Casm.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Classes;
using Xunit;

namespace Kraken.BlockProof.Tests.Runs;

public sealed class InvokeRunTests
{
    private const ulong Plenty = 100_000_000;
    private static readonly Felt ClassHash = DevnetCall.Named("fib(10)").ClassHash;
    private static readonly Felt Fib = DevnetCall.Named("fib(10)").Selector;
    private static readonly Felt Fact = DevnetCall.Named("fact(25)").Selector;
    private static readonly CasmClass Demo = RepositoryData.Casm("demo");
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion("0.14.4")!;

    [Fact]
    public void Fibonacci_and_factorial_are_those_of_an_independent_computation()
    {
        foreach (int n in (ReadOnlySpan<int>)[0, 1, 2, 7, 30, 400])
        {
            (BigInteger current, BigInteger next, BigInteger product) = (0, 1, 1);
            for (int i = 1; i <= n; i++)
            {
                (current, next, product) = (next, current + next, product * i % Felt.Modulus);
            }

            Assert.Equal([Felt.FromBigInteger(current % Felt.Modulus)], Run(Fib, n).Output.ReturnData);
            Assert.Equal([Felt.FromBigInteger(product)], Run(Fact, n).Output.ReturnData);
        }
    }

    [Fact]
    public void Every_call_of_the_development_node_gives_its_result_events_and_storage()
    {
        Assert.True(DevnetCall.All.Count >= 9);
        foreach (DevnetCall call in DevnetCall.All)
        {
            ContractStorage storage = new(key => call.Before.GetValueOrDefault(key));
            InvokeOutput output = Run(call.Selector, call.Calldata, storage).Output;

            Assert.False(output.Panicked);
            Assert.Equal(call.Result, output.ReturnData);
            ProvedSyscall.EmitEvent[] events = [.. output.Syscalls.OfType<ProvedSyscall.EmitEvent>()];
            Assert.Equal(call.Events.Select(item => item.Keys), events.Select(item => item.Keys));
            Assert.Equal(call.Events.Select(item => item.Data), events.Select(item => item.Data));
            foreach ((Felt key, Felt value) in storage.Written)
            {
                Assert.Equal(call.After.GetValueOrDefault(key), value);
            }

            Assert.Equal(
                call.After.Where(pair => call.Before.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).Order(),
                storage.Written.Where(pair => call.Before.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).Order());
        }
    }

    [Fact]
    public void The_output_states_the_call_and_each_system_call_with_its_answer()
    {
        ContractStorage storage = new(_ => 7);
        InvokeOutput output = Run(Fib, [12], storage).Output;

        Assert.Equal(ClassHash, output.ClassHash);
        Assert.Equal(Fib, output.Selector);
        Assert.Equal([(Felt)12], output.Calldata);
        Assert.Equal((Felt)Plenty, output.InitialGas);
        ProvedSyscall.StorageRead read = Assert.Single(output.Syscalls.OfType<ProvedSyscall.StorageRead>());
        Assert.Equal((Felt)7, read.Value);
        Assert.Equal([new KeyValuePair<Felt, Felt>(read.Key, 7)], storage.InitialReads);
        ulong due = Constants.Gas.Of(SyscallSelector.StorageRead).Of(0) - Constants.Gas.SyscallBase;
        Assert.Equal(read.Gas - due, read.GasLeft);
        Assert.Contains(output.Syscalls.OfType<ProvedSyscall.StorageWrite>(), write => write.Key == read.Key && write.Value == (Felt)8);
        Assert.Contains(output.Syscalls.OfType<ProvedSyscall.StorageWrite>(), write => write.Value == (Felt)144);
        Assert.All(output.Syscalls, syscall => Assert.True(syscall.Failure.IsZero));
    }

    [Fact]
    public void Each_round_of_a_loop_costs_the_same_gas()
    {
        foreach (Felt selector in (ReadOnlySpan<Felt>)[Fib, Fact])
        {
            Felt[] used = [.. Enumerable.Range(2, 5).Select(n => Run(selector, n).Output.GasUsed)];
            Assert.NotEqual(used[0], used[1]);
            Assert.All(used.Zip(used.Skip(1)), pair => Assert.Equal(used[1] - used[0], pair.Second - pair.First));
        }
    }

    [Fact]
    public void A_repetition_over_the_recorded_reads_gives_the_same_output()
    {
        ContractStorage first = new(_ => 41);
        InvokeRun run = Run(Fact, [30], first);
        InvokeRun again = Run(Fact, [30], ContractStorage.Recorded(first.InitialReads));

        Assert.Equal(run.OutputFelts, again.OutputFelts);
        Assert.Equal(run.Steps, again.Steps);
    }

    [Fact]
    public void Calldata_that_the_entry_point_refuses_is_a_proved_panic()
    {
        InvokeOutput output = Run(Fib, [1, 2], new ContractStorage(_ => default)).Output;

        Assert.True(output.Panicked);
        Assert.NotEmpty(output.ReturnData);
        Assert.Empty(output.Syscalls);
    }

    [Fact]
    public void A_cell_that_was_not_recorded_or_gas_that_does_not_suffice_ends_the_run_with_an_error()
    {
        InvokeProgram program = InvokeProgram.Build(ClassHash, Demo, Fib, Constants);
        Assert.False(InvokeRun.TryRun(
            program, new(Plenty, [3]), ContractStorage.Recorded(new Dictionary<Felt, Felt>()),
            Constants, out InvokeRun? run, out string? error));
        Assert.Null(run);
        Assert.Contains("not recorded", error);

        InvokeOutput whole = Run(Fib, 3).Output;
        ProvedSyscall last = whole.Syscalls[^1];
        Assert.True((last.Gas - last.GasLeft).TryToUInt64(out ulong due));
        Assert.True(last.Gas.TryToUInt64(out ulong before));
        Assert.False(
            InvokeRun.TryRun(program, new(Plenty - before + due - 1, [3]), new ContractStorage(_ => default), Constants, out _, out error));
        Assert.Matches("needs [0-9]+ gas, ", error);
    }

    [Fact]
    public void Public_memory_holds_the_words_that_the_program_hash_covers()
    {
        InvokeRun run = Run(Fib, 5);
        RelocatedMemory memory = RelocatedMemory.Of(run.Runner.Machine.Memory);

        Assert.Equal(run.Program.Words.AsSpan(), memory.Values.Slice(1, run.Program.Words.Length));
        Assert.NotEqual(run.Program.Hash, InvokeProgram.Build(ClassHash, Demo, Fact, Constants).Hash);
        Assert.NotEqual(run.Program.Hash, InvokeProgram.Build(ClassHash + 1, Demo, Fib, Constants).Hash);
    }

    private static InvokeRun Run(Felt selector, int n) => Run(selector, [n], new ContractStorage(_ => default));

    private static InvokeRun Run(Felt selector, ImmutableArray<Felt> calldata, ContractStorage storage)
    {
        InvokeProgram program = InvokeProgram.Build(ClassHash, Demo, selector, Constants);
        Assert.True(InvokeRun.TryRun(program, new(Plenty, calldata), storage, Constants, out InvokeRun? run, out string? error), error);
        return run!;
    }
}
