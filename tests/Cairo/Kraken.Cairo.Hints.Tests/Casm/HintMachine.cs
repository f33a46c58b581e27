using System.Numerics;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>A machine on which single hints run, one after the other, with the state that hints share between them.</summary>
internal sealed class HintMachine
{
    private readonly VirtualMachine machine = new(new VmMemory());
    private readonly CasmHintProcessor processor;
    private readonly Hint[] hints;
    private int next;

    /// <summary>A machine that will run these hints in order.</summary>
    public HintMachine(params Hint[] hints)
    {
        this.hints = hints;
        CasmHintSite[] sites = new CasmHintSite[hints.Length];
        for (int i = 0; i < hints.Length; i++)
        {
            sites[i] = new CasmHintSite(i, [hints[i]]);
        }

        processor = new CasmHintProcessor(new CasmHints(sites));
        machine.Fp = machine.Ap + 100;
    }

    public VmMemory Memory => machine.Memory;

    /// <summary>The address of a cell counted from ap.</summary>
    public Relocatable At(int offset) => machine.Ap + offset;

    /// <summary>An operand that reads a cell counted from ap.</summary>
    public static Deref Cell(int offset) => new(CellRef.Ap(offset));

    /// <summary>An operand that is a number.</summary>
    public static Immediate In(BigInteger value) => new(value);

    /// <summary>Writes a cell counted from ap.</summary>
    public void Put(int offset, MaybeRelocatable content) => Memory.Insert(At(offset), content);

    /// <summary>The number in a cell counted from ap.</summary>
    public BigInteger Number(int offset) => Memory.GetInteger(At(offset));

    /// <summary>Runs the next hint.</summary>
    public void Run()
    {
        machine.Pc = new Relocatable(VirtualMachine.ProgramSegment, next++);
        processor.Execute(machine);
    }

    /// <summary>Runs all hints that are left.</summary>
    public HintMachine RunAll()
    {
        while (next < hints.Length)
        {
            Run();
        }

        return this;
    }

    /// <summary>The failure of the next hint.</summary>
    public HintException Failure() => Assert.Throws<HintException>(Run);

    /// <summary>A number as a cell.</summary>
    public static MaybeRelocatable Felt(BigInteger value) => Fields.Felt.FromBigInteger(value);
}
