using System;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>A contract's code in a segment of its own, to which a program jumps.</summary>
public sealed class LoadedCodeTests
{
    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");

    [Fact]
    public void ItsHintsRunThere()
    {
        (FunctionRunner runner, VmError? error) = Run(withHints: true);
        Assert.True(error is null, error?.ToString());
        Relocatable start = runner.Memory.GetAddress(runner.Machine.Ap + -2);
        Assert.Equal((Felt)832_040, runner.Memory.GetFelt(start));
        Assert.Equal(Felt.Zero, runner.Memory.GetFelt(runner.Machine.Ap + -3));
    }

    [Fact]
    public void WithoutHintsTheCodeStops()
    {
        (FunctionRunner runner, VmError? error) = Run(withHints: false);
        Assert.Equal(VmErrorKind.NoDst, error?.Kind);
        Assert.Equal(2, runner.Machine.Pc.Segment);
    }

    [Fact]
    public void CodesOfOneRunShareTheirDictionaries()
    {
        VirtualMachine machine = new(new VmMemory());
        VmMemory memory = machine.Memory;
        Relocatable infos = memory.AddSegment();
        Relocatable arena = memory.AddSegment();
        memory.Load(arena, [infos, Felt.Zero, Felt.Zero, infos, Felt.One, Felt.Zero]);
        memory.Load(machine.Ap, [arena + 3, arena + 6]);
        CasmHintProcessor first = new(Hints(new AllocFelt252Dict(new Deref(CellRef.Ap(0)))));
        CasmHintProcessor second = first.Beside(Hints(new AllocFelt252Dict(new Deref(CellRef.Ap(1)))));
        CasmHintProcessor third = second.Beside(Hints(new GetSegmentArenaIndex(new Deref(CellRef.Ap(2)), CellRef.Ap(3))));
        first.Execute(machine);
        second.Execute(machine);
        memory.Insert(machine.Ap + 2, memory.GetAddress(infos + 3));
        third.Execute(machine);
        Assert.Equal(Felt.One, memory.GetFelt(machine.Ap + 3));
    }

    private static CasmHints Hints(Hint hint) => new([new CasmHintSite(0, [hint])]);

    // Segment 0 is a jump to the address that lies deepest on the stack.
    private static (FunctionRunner Runner, VmError? Error) Run(bool withHints)
    {
        ContractClassFile contract = new("chain-contracts", "demo.casm.json");
        (int offset, BuiltinName[] builtins) = contract.EntryPoint("fibonacci");
        FunctionRunner runner = new([JumpAbsolute(-(builtins.Length + 7))], []);
        VmMemory memory = runner.Memory;
        Relocatable code = memory.AddSegment();
        Relocatable[] bases = [.. builtins.Select(name => runner.Machine.AddBuiltin(name).Base)];
        Relocatable costs = memory.AddSegment();
        memory.Load(costs, new Felt[7]);
        memory.Load(memory.Load(code, contract.Bytecode), [ReturnWord, costs]);
        if (withHints)
        {
            runner.Machine.LoadHints(code.Segment, new CasmHintProcessor(contract.Hints));
        }

        Relocatable calldata = memory.AddSegment();
        memory.Insert(calldata, (Felt)30);
        MaybeRelocatable[] arguments =
        [
            code + offset, .. bases.Select(start => (MaybeRelocatable)start),
            (Felt)100_000_000UL, memory.AddSegment(), calldata, calldata + 1,
        ];
        return (runner, runner.Run(0, arguments, NoHints.Instance, new RunResources(100_000)));
    }

    // jmp abs [fp + offset].
    private static Felt JumpAbsolute(int offset) =>
        (Felt)(((UInt128)0x008b << 48) | ((UInt128)(ushort)(offset + (1 << 15)) << 32) | 0x7fff7fff);
}
