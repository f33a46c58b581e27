using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.BlockProof.Tests.Binding;

public sealed class InvokeBindingTests
{
    private static readonly BoundCall Fib = new(DevnetCall.Named("fib(10)"));

    [Fact]
    public void The_calls_of_the_development_node_are_bound_to_their_blocks()
    {
        Assert.All(DevnetCall.All, call =>
        {
            BoundCall bound = new(call);
            Assert.Empty(InvokeBinding.Check(bound.Output, bound.Call, bound.Decided, BoundCall.Constants));
        });
    }

    [Fact]
    public void Each_altered_field_of_the_output_is_found_by_its_name()
    {
        InvokeOutput output = Fib.Output;
        (InvokeOutput Altered, BindingField Field)[] alterations =
        [
            (output with { ClassHash = output.ClassHash + 1 }, BindingField.ClassHash),
            (output with { Selector = output.Selector + 1 }, BindingField.Selector),
            (output with { Calldata = [11] }, BindingField.Calldata),
            (output with { Calldata = [11] }, BindingField.TransactionCalldata),
            (output with { InitialGas = output.InitialGas + 1 }, BindingField.InitialGas),
            (output with { GasUsed = output.GasUsed + 1 }, BindingField.GasUsed),
            (output with { Panicked = true }, BindingField.Status),
            (output with { ReturnData = [56] }, BindingField.ReturnData),
            (Syscall<ProvedSyscall.EmitEvent>(item => item with { Data = item.Data.SetItem(0, 11) }), BindingField.Events),
            (Syscall<ProvedSyscall.EmitEvent>(item => item with { Data = item.Data.SetItem(0, 11) }), BindingField.ReceiptEvents),
            (Syscall<ProvedSyscall.EmitEvent>(item => item with { GasLeft = item.GasLeft + 1 }), BindingField.SyscallGas),
            (Syscall<ProvedSyscall.EmitEvent>(item => item with { Failure = 1 }), BindingField.SyscallAnswer),
            (Syscall<ProvedSyscall.StorageRead>(item => item with { Domain = 1 }), BindingField.SyscallAnswer),
            (Syscall<ProvedSyscall.StorageRead>(item => item with { Value = item.Value + 1 }), BindingField.StorageRead),
            (Syscall<ProvedSyscall.StorageRead>(item => item with { Value = item.Value + 1 }), BindingField.PreviousState),
            (Syscall<ProvedSyscall.StorageWrite>(item => item with { Value = item.Value + 1 }), BindingField.StateDiff),
            (Syscall<ProvedSyscall.StorageWrite>(item => item with { Key = item.Key + 1 }), BindingField.StateDiff),
            (output with { Syscalls = output.Syscalls.RemoveAt(output.Syscalls.Length - 1) }, BindingField.Events),
        ];
        foreach ((InvokeOutput altered, BindingField field) in alterations)
        {
            Assert.Contains(InvokeBinding.Check(altered, Fib.Call, Fib.Decided, BoundCall.Constants), mismatch => mismatch.Field == field);
        }
    }

    [Fact]
    public void A_block_that_says_otherwise_is_found()
    {
        ContractStorageDiff diff = Fib.Decided.Diff.StorageDiffs[0];
        DecidedBlock missing = Fib.Decided with { Diff = new StateDiff() };
        DecidedBlock other = Fib.Decided with
        {
            Diff = new StateDiff { StorageDiffs = [diff with { Entries = diff.Entries.SetItem(0, new(diff.Entries[0].Key, 99)) }] },
        };
        Assert.Contains(
            InvokeBinding.Check(Fib.Output, Fib.Call, missing, BoundCall.Constants), mismatch => mismatch.Field == BindingField.StateDiff);
        Assert.Contains(
            InvokeBinding.Check(Fib.Output, Fib.Call, other, BoundCall.Constants), mismatch => mismatch.Field == BindingField.StateDiff);

        ReplayedCall silent = Fib.Call with { Receipt = Fib.Call.Receipt with { Events = [] } };
        Assert.Equal(
            BindingField.ReceiptEvents, Assert.Single(InvokeBinding.Check(Fib.Output, silent, Fib.Decided, BoundCall.Constants)).Field);
        ReplayedCall reverted = Fib.Call with { Receipt = Fib.Call.Receipt with { RevertReason = "no" } };
        Assert.Equal(BindingField.Status, Assert.Single(InvokeBinding.Check(Fib.Output, reverted, Fib.Decided, BoundCall.Constants)).Field);
        ReplayedCall second = Fib.Call with { IsOnlyOfContract = false };
        Assert.Single(InvokeBinding.Check(Fib.Output, second, Fib.Decided, BoundCall.Constants));
    }

    [Fact]
    public void A_write_that_a_later_transaction_overwrites_is_compared_with_the_replay()
    {
        StorageEntry[] own = [.. Fib.Decided.Diff.StorageDiffs[0].Entries];
        StorageEntry[] later = [.. own.Select(entry => entry with { Value = entry.Value + 1 })];
        DecidedBlock decided = Fib.Decided with
        {
            Diff = new StateDiff { StorageDiffs = [Fib.Decided.Diff.StorageDiffs[0] with { Entries = [.. later] }] },
        };
        ReplayedCall call = Fib.Call with { History = Fib.History(own, later) };
        Assert.Empty(InvokeBinding.Check(Fib.Output, call, decided, BoundCall.Constants));

        InvokeOutput altered = Syscall<ProvedSyscall.StorageWrite>(write => write with { Value = write.Value + 5 });
        Assert.Contains(
            InvokeBinding.Check(altered, call, decided, BoundCall.Constants), mismatch => mismatch.Field == BindingField.StorageWrite);
    }

    [Fact]
    public void A_class_of_which_no_program_can_be_made_is_a_mismatch_and_no_exception()
    {
        DevnetCall call = Fib.Source;
        BindingMismatch missing =
            Assert.Single(InvokeBinding.CheckProgram(1, call.ClassHash, RepositoryData.Casm("demo"), 12345, BoundCall.Constants));
        Assert.Equal(BindingField.ProgramHash, missing.Field);
        Assert.Contains("no external entry point", missing.Got, StringComparison.Ordinal);
        CasmClass casm = RepositoryData.Casm("demo");
        CasmEntryPoint[] unknown =
        [
            .. casm.EntryPoints.External.Select(entry => entry with { Builtins = [.. entry.Builtins, "segment_arena"] }),
        ];
        CasmClass arena = casm with { EntryPoints = casm.EntryPoints with { External = [.. unknown] } };
        BindingMismatch unprovable =
            Assert.Single(InvokeBinding.CheckProgram(1, call.ClassHash, arena, call.Selector, BoundCall.Constants));
        Assert.Contains("cannot be proved", unprovable.Got, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_another_class_entry_point_or_prices_has_another_hash()
    {
        DevnetCall call = Fib.Source;
        Felt hash = InvokeProgram.Build(call.ClassHash, RepositoryData.Casm("demo"), call.Selector, BoundCall.Constants).Hash;
        Assert.Empty(InvokeBinding.CheckProgram(hash, call.ClassHash, RepositoryData.Casm("demo"), call.Selector, BoundCall.Constants));
        Assert.Single(
            InvokeBinding.CheckProgram(hash + 1, call.ClassHash, RepositoryData.Casm("demo"), call.Selector, BoundCall.Constants));
        Assert.Single(
            InvokeBinding.CheckProgram(hash, call.ClassHash + 1, RepositoryData.Casm("demo"), call.Selector, BoundCall.Constants));
        Assert.Single(InvokeBinding.CheckProgram(
            hash, call.ClassHash, RepositoryData.Casm("demo"), DevnetCall.Named("fact(25)").Selector, BoundCall.Constants));
        Felt[] prices = [.. BoundCall.Constants.Gas.PricesBehindCode];
        prices[0] += Felt.One;
        Assert.NotEqual(hash, InvokeProgram.TryBuild(call.ClassHash, RepositoryData.Casm("demo"), call.Selector, prices, out _)!.Hash);
    }

    [Fact]
    public void Account_calldata_is_read_whole_or_not_at_all()
    {
        Felt[] two = [2, 10, 11, 0, 20, 21, 2, 5, 6];
        IReadOnlyList<SerialisedCall> calls = SerialisedCall.TryParse(two)!;
        Assert.True(calls[0].Is(10, 11, []));
        Assert.True(calls[1].Is(20, 21, [5, 6]));
        Assert.All(Enumerable.Range(0, two.Length), length => Assert.Null(SerialisedCall.TryParse(two.AsSpan(0, length))));
        Assert.Null(SerialisedCall.TryParse([.. two, 1]));
        Assert.Null(SerialisedCall.TryParse([Felt.MinusOne, 1, 2, 3]));
        Assert.Null(SerialisedCall.TryParse([1, 1, 2, Felt.MinusOne]));
    }

    private static InvokeOutput Syscall<T>(Func<T, T> alter)
        where T : ProvedSyscall
    {
        ImmutableArray<ProvedSyscall> syscalls = Fib.Output.Syscalls;
        int place = syscalls.ToList().FindIndex(item => item is T);
        return Fib.Output with { Syscalls = syscalls.SetItem(place, alter((T)syscalls[place])) };
    }
}
