using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>
/// Random instructions on random memory: the machine and the specification agree on registers, on every cell, and on what is an error.
/// </summary>
public sealed class InstructionLawTests
{
    private const int Rounds = 6000;
    private const int Fp = 10;
    private const int Ap = 16;
    private const int Cells = 26;
    private const int DataSegment = 2;
    private const int DataCells = 8;

    [Theory]
    [InlineData(Opcode.Nop)]
    [InlineData(Opcode.Call)]
    [InlineData(Opcode.Ret)]
    [InlineData(Opcode.AssertEq)]
    public void OneStepFollowsTheSpecification(Opcode opcode)
    {
        Random random = new(20261128 + (int)opcode);
        int executed = 0;
        HashSet<DecodedInstruction> forms = [];
        for (int round = 0; round < Rounds; round++)
        {
            DecodedInstruction instruction = Instruction(opcode, random);
            if (Compare(instruction, random))
            {
                executed++;
                forms.Add(instruction with { OffDst = 0, OffOp0 = 0, OffOp1 = 0 });
            }
        }

        // The law says little where nearly all is refused.
        Assert.InRange(executed, Rounds / 20, Rounds);
        Assert.True(forms.Count >= (opcode == Opcode.Ret ? 2 : opcode == Opcode.Call ? 8 : 40),
            $"{forms.Count} forms of {opcode} were executed");
    }

    /// <summary>True when the step succeeded in both.</summary>
    private static bool Compare(in DecodedInstruction instruction, Random random)
    {
        SpecMachine spec = new() { Ap = Ap, Fp = Fp };
        VirtualMachine machine = new(new VmMemory(), traced: true);
        machine.Memory.AddSegment();
        machine.Ap = new Relocatable(VirtualMachine.ExecutionSegment, Ap);
        machine.Fp = new Relocatable(VirtualMachine.ExecutionSegment, Fp);
        Fill(spec, machine, instruction, random);
        string? broken = null;
        try
        {
            spec.Step(instruction);
        }
        catch (SpecFailure failure)
        {
            broken = failure.Message;
        }

        VmError? error = machine.RunSteps(1, NoHints.Instance, null);
        string place = $"{instruction}\n{Describe(spec)}";
        Assert.True((broken is null) == (error is null),
            $"{place}\nspecification: {broken ?? "succeeds"}, machine: {error?.ToString() ?? "succeeds"}");
        if (error is not null)
        {
            Assert.Equal(new Relocatable(0, 0), error.Pc);
            return false;
        }

        Assert.True(spec.Pc == SpecValue.At(machine.Pc.Segment, machine.Pc.Offset), $"{place}\npc {spec.Pc}, got {machine.Pc}");
        Assert.True(spec.Ap == machine.Ap.Offset, $"{place}\nap {spec.Ap}, got {machine.Ap}");
        Assert.True(spec.Fp == machine.Fp.Offset, $"{place}\nfp {spec.Fp}, got {machine.Fp}");
        Assert.Equal(1, machine.Steps);
        CompareMemory(spec, machine, place);
        return true;
    }

    private static string Describe(SpecMachine spec) => string.Join(' ', spec.Memory.OrderBy(cell => cell.Key)
        .Select(cell => $"[{cell.Key.Segment}:{cell.Key.Offset}]={cell.Value.Segment}:{cell.Value.Number}"));

    private static void CompareMemory(SpecMachine spec, VirtualMachine machine, string place)
    {
        foreach (((int segment, BigInteger offset), SpecValue value) in spec.Memory)
        {
            MaybeRelocatable cell = machine.Memory.Get(new Relocatable(segment, (long)offset));
            Assert.True(!cell.IsEmpty && FromCell(cell) == value, $"{place}\n{segment}:{offset} is {value}, got {cell}");
        }

        int known = Enumerable.Range(0, machine.Memory.SegmentCount)
            .Sum(s => Enumerable.Range(0, machine.Memory.UsedSize(s)).Count(o => !machine.Memory.Get(new Relocatable(s, o)).IsEmpty));
        Assert.True(known == spec.Memory.Count, $"{place}\n{spec.Memory.Count} cells, got {known}");
    }

    private static void Fill(SpecMachine spec, VirtualMachine machine, in DecodedInstruction instruction, Random random)
    {
        Put(0, 0, SpecValue.Of((BigInteger)InstructionWord.Encode(instruction)));
        if (instruction.Op1 == Op1Source.Immediate)
        {
            Put(0, 1, random.Next(8) == 0 ? RandomValue(random) : SpecValue.Of(random.Next(-3, 12)));
        }

        for (int offset = 0; offset < Cells; offset++)
        {
            // A call that finds its two cells taken is nearly always refused.
            bool pushed = instruction.Opcode == Opcode.Call && (offset is Ap or Ap + 1) && random.Next(4) > 0;
            if (random.Next(10) < 6 && !pushed)
            {
                Put(1, offset, RandomValue(random));
            }
        }

        for (int offset = 0; offset < DataCells; offset++)
        {
            if (random.Next(10) < 7)
            {
                Put(DataSegment, offset, RandomValue(random));
            }
        }

        if (instruction.Opcode == Opcode.AssertEq && random.Next(3) == 0)
        {
            MakeTrue(spec, machine, instruction);
        }

        void Put(int segment, int offset, SpecValue value)
        {
            spec.Memory[(segment, offset)] = value;
            machine.Memory.Insert(new Relocatable(segment, offset), ToCell(value));
        }
    }

    // Random assertions are almost never true: dst is set to what the operands give, where it is free.
    private static void MakeTrue(SpecMachine spec, VirtualMachine machine, in DecodedInstruction i)
    {
        (int, BigInteger) At(bool isFp, int offset) => (1, (isFp ? Fp : Ap) + offset);
        (int Segment, BigInteger Offset) dst = At(i.DstIsFp, i.OffDst);
        bool known = spec.Memory.TryGetValue(At(i.Op0IsFp, i.OffOp0), out SpecValue op0);
        if (!known || spec.Memory.ContainsKey(dst) || i.Res != ResLogic.Op1 || op0.IsAddress)
        {
            return;
        }

        SpecValue value = SpecValue.Of(op0.Number);
        spec.Memory[dst] = value;
        machine.Memory.Insert(new Relocatable(dst.Segment, (long)dst.Offset), ToCell(value));
    }

    private static DecodedInstruction Instruction(Opcode opcode, Random random)
    {
        Op1Source[] sources = [Op1Source.Op0, Op1Source.Immediate, Op1Source.FP, Op1Source.AP];
        Op1Source op1 = sources[random.Next(4)];
        short offOp1 = op1 == Op1Source.Immediate && random.Next(20) > 0 ? (short)1 : Offset(random);
        PcUpdate pc = random.Next(4) switch { 0 => PcUpdate.Jump, 1 => PcUpdate.JumpRelative, 2 => PcUpdate.JumpNonZero, _ =>
            PcUpdate.Regular };
        ResLogic res = pc == PcUpdate.JumpNonZero ? ResLogic.Unconstrained : (ResLogic)random.Next(3);
        ApUpdate ap = random.Next(3) switch { 0 => ApUpdate.Regular, 1 => ApUpdate.AddResult, _ => ApUpdate.AddOne };
        return opcode switch
        {
            Opcode.Call => new DecodedInstruction(0, 1, offOp1, false, false, op1, res, pc, ApUpdate.AddTwo, opcode),
            Opcode.Ret => new DecodedInstruction(-2, Offset(random), -1, true, random.Next(2) == 0, Op1Source.FP, ResLogic.Op1,
                PcUpdate.Jump, ap, opcode),
            _ => new DecodedInstruction(Offset(random), Offset(random), offOp1, random.Next(2) == 0, random.Next(2) == 0, op1, res, pc, ap,
                opcode),
        };
    }

    private static short Offset(Random random) => (short)random.Next(-9, 10);

    private static SpecValue RandomValue(Random random) => random.Next(10) switch
    {
        < 4 => SpecValue.Of(random.Next(-3, 12)),
        < 5 => SpecValue.Of(0),
        < 6 => SpecValue.Of(new BigInteger(random.NextInt64()) * random.NextInt64() * random.NextInt64() * random.NextInt64()),
        < 8 => SpecValue.At(DataSegment, random.Next(DataCells)),
        < 9 => SpecValue.At(1, random.Next(Cells)),
        _ => SpecValue.At(0, random.Next(4)),
    };

    private static MaybeRelocatable ToCell(SpecValue value) => value.Segment is { } segment
        ? new Relocatable(segment, (long)value.Number)
        : Felt.FromBigInteger(value.Number);

    private static SpecValue FromCell(MaybeRelocatable cell) =>
        cell.IsAddress ? SpecValue.At(cell.Segment, cell.Offset) : SpecValue.Of(cell.Felt.ToBigInteger());
}
