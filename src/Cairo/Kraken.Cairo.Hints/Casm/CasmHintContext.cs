using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Operands;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>What a Cairo 1 hint sees: the machine, and what earlier hints of the run left behind.</summary>
internal sealed class CasmHintContext(IStarknetHintHost? host, bool usesTemporaryDictSegments)
{
    private VirtualMachine? machine;

    public VirtualMachine Machine
    {
        get => machine!;
        set => machine = value;
    }

    public IStarknetHintHost? Host => host;

    /// <summary>The dictionaries of the run.</summary>
    public DictArena Dicts { get; } = new(usesTemporaryDictSegments);

    /// <summary>The squashing under way.</summary>
    public DictSquash? Squash { get; set; }

    /// <summary>Which of the three arcs the last comparison left out; null before the first.</summary>
    public int? ExcludedArc { get; set; }

    /// <summary>Where the next object of constant size goes.</summary>
    public Relocatable? NextConstantSize { get; set; }

    public VmMemory Memory => Machine.Memory;

    public Relocatable Address(CellRef cell) => CellArithmetic.Checked(cell.Register == Register.AP ? Machine.Ap : Machine.Fp, cell.Offset);

    public MaybeRelocatable Content(CellRef cell) => Memory.Get(Address(cell));

    public void Write(CellRef cell, in MaybeRelocatable content) => Memory.Insert(Address(cell), content);

    public void Write(CellRef cell, UInt128 value) => Memory.Insert(Address(cell), (Felt)value);

    public void Write(CellRef cell, bool value) => Memory.Insert(Address(cell), value ? Felt.One : Felt.Zero);

    /// <summary>An operand as a field element.</summary>
    public Felt Value(ResOperand operand) => operand switch
    {
        Immediate immediate => immediate.Felt,
        Deref deref => Memory.GetFelt(Address(deref.Cell)),
        DoubleDeref twice => Memory.GetFelt(CellArithmetic.Checked(Memory.GetAddress(Address(twice.Cell)), twice.Offset)),
        BinOp { Operation: CellOperation.Add } sum => Memory.GetFelt(Address(sum.A)) + Value(sum.B),
        BinOp product => Memory.GetFelt(Address(product.A)) * Value(product.B),
        _ => throw new InvalidOperationException($"an operand of type {operand.GetType()} is unknown"),
    };

    /// <summary>An operand as an unsigned integer of 128 bits.</summary>
    public UInt128 Word(ResOperand operand) => Value(operand).TryToUInt128(out UInt128 word)
        ? word
        : throw new HintException("CustomHint", $"expected an integer below 2^128, got {Value(operand)}");

    /// <summary>An operand as a number of things in memory.</summary>
    public int Count(ResOperand operand) => Value(operand).TryToUInt64(out ulong count) && count <= int.MaxValue
        ? (int)count
        : throw new HintException("CustomHint", $"expected a count, got {Value(operand)}");

    /// <summary>An operand's content: a cell as it is, anything else as a field element.</summary>
    public MaybeRelocatable Content(ResOperand operand) => operand is Deref deref
        ? Memory.Get(Address(deref.Cell)) is { IsEmpty: false } content
            ? content
            : throw new HintException("UnknownMemoryCell", $"nothing was written to {Address(deref.Cell)}")
        : Value(operand);

    /// <summary>An operand as an address: a cell that holds one, plus a constant.</summary>
    public Relocatable Pointer(ResOperand operand) => operand switch
    {
        Deref deref => Memory.GetAddress(Address(deref.Cell)),
        BinOp { Operation: CellOperation.Add, B: Immediate offset } sum =>
            CellArithmetic.Shift(Memory.GetAddress(Address(sum.A)), offset.Felt),
        DoubleDeref twice => Memory.GetAddress(CellArithmetic.Checked(Memory.GetAddress(Address(twice.Cell)), twice.Offset)),
        _ => throw new HintException("CustomHint", $"expected the operand of a buffer, got {operand}"),
    };
}
