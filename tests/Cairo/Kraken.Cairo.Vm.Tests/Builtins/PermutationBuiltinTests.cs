using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Builtins;

/// <summary>The hash builtins against published answers, bitwise against integers, and the bounds of their inputs.</summary>
public sealed class PermutationBuiltinTests
{
    private readonly VirtualMachine machine = new(new VmMemory());

    [Fact]
    public void KeccakOfZerosGivesThePublishedLanes()
    {
        BuiltinRunner keccak = machine.AddBuiltin(BuiltinName.Keccak);
        machine.Memory.Load(keccak.Base, new Felt[8]);
        BigInteger state = 0;
        for (int i = 0; i < 8; i++)
        {
            BigInteger word = keccak.Deduce(machine.Memory, 8 + i).Felt.ToBigInteger();
            Assert.True(word < BigInteger.One << 200);
            state |= word << (200 * i);
        }

        // KeccakF-1600-IntermediateValues.txt of the Keccak team: the first permutation of the zero state.
        ulong[] lanes = [0xF1258F7940E1DDE7, 0x84D5CCF933C0478A, 0xD598261EA65AA9EE, 0xBD1547306F80494D, 0x8B284E056253D057];
        Assert.Equal(lanes, Enumerable.Range(0, 5).Select(i => (ulong)((state >> (64 * i)) & ulong.MaxValue)));
    }

    [Fact]
    public void KeccakTakesWordsBelowTheirBound()
    {
        BuiltinRunner keccak = machine.AddBuiltin(BuiltinName.Keccak);
        Felt most = Felt.FromBigInteger((BigInteger.One << 200) - 1);
        machine.Memory.Load(keccak.Base, [.. Enumerable.Repeat(most, 8)]);
        Assert.True(keccak.Deduce(machine.Memory, 8).IsFelt);
        machine.Memory.Load(keccak.Base + 16, [.. Enumerable.Repeat(most, 7), most + Felt.One]);
        VmError? error = machine.Guard(() => keccak.Deduce(machine.Memory, 24));
        Assert.Equal(VmErrorKind.IntegerBiggerThanPowerOfTwo, error?.Kind);
        Assert.Contains($"{keccak.Segment}:23", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PedersenGivesItsSpecifiedAnswer()
    {
        BuiltinRunner pedersen = machine.AddBuiltin(BuiltinName.Pedersen);
        machine.Memory.Load(pedersen.Base,
        [
            Felt.Parse("0x3d937c035c878245caf64531a5756109c53068da139362728feb561405371cb"),
            Felt.Parse("0x208a0a10250e382e1e4bbe2880906c2791bf6275695e02fbbc6aeff9cd8b31a"),
        ]);
        Assert.Equal(
            Felt.Parse("0x30e480bed5fe53fa909cc0f8c4d99b8f9f2c016be4c41e13a4848797979c662"), pedersen.Deduce(machine.Memory, 2).Felt);
    }

    [Theory]
    [InlineData(BuiltinName.Pedersen, 2, 3)]
    [InlineData(BuiltinName.Poseidon, 3, 6)]
    [InlineData(BuiltinName.Keccak, 8, 16)]
    [InlineData(BuiltinName.Bitwise, 2, 5)]
    [InlineData(BuiltinName.EcOp, 5, 7)]
    public void NothingIsDeducedFromPartOfTheInputsNorForInputs(BuiltinName name, int inputs, int cells)
    {
        BuiltinRunner builtin = machine.AddBuiltin(name);
        Assert.Equal((inputs, cells), (builtin.InputCells, builtin.CellsPerInstance));
        for (int given = 0; given < inputs; given++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                Assert.True(builtin.Deduce(machine.Memory, cell).IsEmpty, $"{name} gives cell {cell} of {given} inputs");
            }

            machine.Memory.Insert(builtin.Base + given, Felt.Zero);
        }
    }

    [Theory]
    [InlineData(BuiltinName.Keccak, 16)]
    [InlineData(BuiltinName.Poseidon, 6)]
    [InlineData(BuiltinName.Bitwise, 5)]
    [InlineData(BuiltinName.Pedersen, 3)]
    [InlineData(BuiltinName.RangeCheck, 1)]
    [InlineData(BuiltinName.RangeCheck96, 1)]
    [InlineData(BuiltinName.AddMod, 7)]
    [InlineData(BuiltinName.MulMod, 7)]
    [InlineData(BuiltinName.Ecdsa, 2)]
    public void AStartedInstanceIsAUsedOne(BuiltinName name, int cells)
    {
        Relocatable start = new(machine.AddBuiltin(name).Segment, 0);
        BuiltinRunner builtin = machine.FindBuiltin(name)!;
        Assert.Equal(0, builtin.UsedInstances(machine.Memory));
        if (name == BuiltinName.Ecdsa)
        {
            return;
        }

        machine.Memory.Insert(start, Felt.One);
        Assert.Equal(1, builtin.UsedInstances(machine.Memory));
        machine.Memory.Insert(start + cells, Felt.One);
        Assert.Equal(2, builtin.UsedInstances(machine.Memory));
    }

    [Fact]
    public void BitwiseJoinsBitsOfAllWidths()
    {
        BuiltinRunner bitwise = machine.AddBuiltin(BuiltinName.Bitwise);
        Random random = new(251);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 200; i++)
        {
            BigInteger[] pair = [Next(), Next()];
            machine.Memory.Load(bitwise.Base + (5 * i), [Felt.FromBigInteger(pair[0]), Felt.FromBigInteger(pair[1])]);
            BigInteger[] expected = [pair[0] & pair[1], pair[0] ^ pair[1], pair[0] | pair[1]];
            Assert.Equal(expected, Enumerable.Range(2, 3).Select(cell =>
                bitwise.Deduce(machine.Memory, (5 * i) + cell).Felt.ToBigInteger()));
        }

        BigInteger Next()
        {
            random.NextBytes(bytes);
            return new BigInteger(bytes, isUnsigned: true) & ((BigInteger.One << random.Next(252)) - 1);
        }
    }

    [Theory]
    [InlineData(BuiltinName.RangeCheck, 0, 0, 0, 0)]
    [InlineData(BuiltinName.RangeCheck, 65536, 1, 0, 1)]
    [InlineData(BuiltinName.RangeCheck96, 0x12345678, 0, 0, 0x5678)]
    public void RangeCheckedCellsShowTheirPartsOf16Bits(BuiltinName name, long first, long second, int min, int max)
    {
        var builtin = (RangeCheckBuiltin)machine.AddBuiltin(name);
        Assert.Null(builtin.PartLimits(machine.Memory));
        machine.Memory.Load(builtin.Base, [(Felt)first, (Felt)second]);
        Assert.Equal((min, max), builtin.PartLimits(machine.Memory));
    }

    [Fact]
    public void ArenasStartBehindTheirFirstInstance()
    {
        BuiltinRunner arena = machine.AddBuiltin(BuiltinName.SegmentArena);
        Assert.Equal(3, arena.Base.Offset);
        Assert.Equal(new Relocatable(arena.Segment - 1, 0), machine.Memory.GetAddress(arena.Base + -3));
        Assert.Equal([Felt.Zero, Felt.Zero], machine.Memory.GetFelts(arena.Base + -2, 2));
        Assert.Equal(0, arena.UsedInstances(machine.Memory));
    }

    [Fact]
    public void TheStopPointerIsWhereTheUsedCellsEnd()
    {
        BuiltinRunner builtin = machine.AddBuiltin(BuiltinName.Pedersen);
        machine.Memory.Load(builtin.Base, [Felt.One, Felt.One]);
        Relocatable top = machine.Memory.Load(new Relocatable(1, 0), [builtin.Base + 3, builtin.Base + 2, machine.Ap, Felt.One]);
        Assert.Equal(new Relocatable(1, 0), builtin.ReadStopPointer(machine.Memory, new Relocatable(1, 1)));
        Assert.Equal(3, builtin.StopPointer);
        Assert.Equal(VmErrorKind.InvalidStopPointer, Failure(2));
        Assert.Equal(VmErrorKind.InvalidStopPointerIndex, Failure(3));
        Assert.Equal(VmErrorKind.NoStopPointer, Failure(4));
        Assert.Equal(4, top.Offset);

        VmErrorKind? Failure(int at) => machine.Guard(() => builtin.ReadStopPointer(machine.Memory, new Relocatable(1, at)))?.Kind;
    }
}
