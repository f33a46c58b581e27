using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Air.Tests;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Memory;

/// <summary>Temporary segments: where their rules lead, at the limits of offsets and in long chains.</summary>
public sealed class RelocationRuleTests
{
    private readonly VmMemory memory = new();

    [Fact]
    public void RulesThatLeadPastTheLastOffsetAreRefused()
    {
        Relocatable real = memory.AddSegment();
        Relocatable temporary = memory.AddTemporarySegment();
        memory.Load(real, [temporary, temporary + 1, temporary + 2]);
        memory.AddRelocationRule(temporary, new Relocatable(0, Relocatable.OffsetLimit - 2));
        Assert.Equal(new Relocatable(0, Relocatable.OffsetLimit - 1), memory.GetAddress(real + 1));
        VmException error = Assert.Throws<VmException>(() => memory.Get(real + 2));
        Assert.Equal(VmErrorKind.OffsetExceeded, error.Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(memory.RelocateTemporarySegments));
    }

    [Fact]
    public void ChainsThatLeadPastTheLastOffsetAreRefused()
    {
        Relocatable real = memory.AddSegment();
        Relocatable first = memory.AddTemporarySegment();
        Relocatable second = memory.AddTemporarySegment();
        memory.AddRelocationRule(first, second + (Relocatable.OffsetLimit - 1));
        memory.AddRelocationRule(second, real + 1);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(memory.RelocateTemporarySegments));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ALongChainIsFollowedOnce(bool backwards)
    {
        const int Count = 60_000;
        Relocatable real = memory.AddSegment();
        Relocatable[] temporary = [.. Enumerable.Range(0, Count).Select(_ => memory.AddTemporarySegment())];
        memory.Insert(temporary[0], (Felt)7);
        memory.Insert(real, temporary[0]);
        IEnumerable<int> order = Enumerable.Range(0, Count);
        foreach (int i in backwards ? order.Reverse() : order)
        {
            memory.AddRelocationRule(temporary[i], i + 1 < Count ? temporary[i + 1] + 1 : real + 5);
        }

        TimeSpan began = ThreadTime.Now;
        memory.RelocateTemporarySegments();
        Assert.InRange(ThreadTime.Now - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(real + 5 + (Count - 1), memory.GetAddress(real));
        Assert.Equal((Felt)7, memory.GetFelt(real + 5 + (Count - 1)));
    }

    [Fact]
    public void AMovedSegmentAgreesWithWhatStandsThere()
    {
        Relocatable real = memory.AddSegment();
        Relocatable temporary = memory.AddTemporarySegment();
        memory.Load(real, [(Felt)1, (Felt)2]);
        memory.Load(temporary, [(Felt)2, (Felt)3]);
        memory.AddRelocationRule(temporary, real + 1);
        memory.RelocateTemporarySegments();
        Assert.Equal([(Felt)1, (Felt)2, (Felt)3], memory.GetFelts(real, 3));

        Relocatable other = memory.AddTemporarySegment();
        memory.Insert(other, (Felt)9);
        memory.AddRelocationRule(other, real);
        VmException error = Assert.Throws<VmException>(memory.RelocateTemporarySegments);
        Assert.Equal((VmErrorKind.InconsistentMemory, "Inconsistent memory assignment at address 0:0. 1 != 9"),
            (error.Kind, error.Message));
    }

    [Fact]
    public void CellsThatMoveIntoABuiltinAreCheckedThere()
    {
        Assert.Null(Moved([(Felt)1, (Felt)UInt128.MaxValue, (Felt)0]));
        Assert.Equal(VmErrorKind.RangeCheckNumOutOfBounds, Moved([(Felt)1, Felt.FromBigInteger(BigInteger.One << 128)]));
        Assert.Equal(VmErrorKind.RangeCheckNumOutOfBounds, Moved([Felt.MinusOne]));
        Assert.Equal(VmErrorKind.RangeCheckFoundNonInt, Moved([(Felt)1, new Relocatable(0, 0)]));
        Assert.Equal(VmErrorKind.RangeCheckFoundNonInt, Moved([(Felt)1, new Relocatable(-2, 0)]));

        static VmErrorKind? Moved(MaybeRelocatable[] cells)
        {
            VirtualMachine machine = new(new VmMemory());
            BuiltinRunner checks = machine.AddBuiltin(BuiltinName.RangeCheck);
            machine.Memory.Load(checks.Base, [(Felt)5, (Felt)6]);
            Relocatable temporary = machine.Memory.AddTemporarySegment();
            machine.Memory.AddTemporarySegment();
            machine.Memory.Load(temporary, cells);
            machine.Memory.AddRelocationRule(temporary, checks.Base + 2);
            VmErrorKind? kind = machine.Guard(machine.Memory.RelocateTemporarySegments)?.Kind;
            Assert.True(kind is not null || checks.UsedCells(machine.Memory) == 2 + cells.Length);
            return kind;
        }
    }

    [Fact]
    public void ACycleOfAnyLengthIsFound()
    {
        foreach (int length in (int[])[1, 2, 3, 10])
        {
            VmMemory cyclic = new();
            Relocatable[] temporary = [.. Enumerable.Range(0, length).Select(_ => cyclic.AddTemporarySegment())];
            for (int i = 0; i < length; i++)
            {
                cyclic.AddRelocationRule(temporary[i], temporary[(i + 1) % length]);
            }

            VmException error = Assert.Throws<VmException>(cyclic.RelocateTemporarySegments);
            Assert.Equal((VmErrorKind.Relocation, "the relocation rules have a cycle"), (error.Kind, error.Message));
        }
    }

    [Fact]
    public void RefusedRulesSayWhy()
    {
        Relocatable real = memory.AddSegment();
        Relocatable temporary = memory.AddTemporarySegment();
        Assert.Equal("segment 0 is not temporary", Assert.Throws<VmException>(() => memory.AddRelocationRule(real, temporary)).Message);
        Assert.Equal(
            "a relocation rule starts at offset 0, got 3", Assert.Throws<VmException>(() => memory.AddRelocationRule(temporary + 3, real))
                .Message);
        memory.AddRelocationRule(temporary, real);
        Assert.Equal("segment -1 is bound already", Assert.Throws<VmException>(() => memory.AddRelocationRule(temporary, real)).Message);
        Relocatable loose = memory.AddTemporarySegment();
        Relocatable bound = memory.AddTemporarySegment();
        memory.AddRelocationRule(bound, loose);
        Assert.Equal("temporary segment -2 is not bound", Assert.Throws<VmException>(memory.RelocateTemporarySegments).Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData((1 << 23) - 1, Relocatable.OffsetLimit - 1)]
    [InlineData(-1, 0)]
    [InlineData(-(1 << 23), Relocatable.OffsetLimit - 1)]
    [InlineData(5, 1L << 36)]
    public void AddressesKeepTheirParts(int segment, long offset)
    {
        MaybeRelocatable cell = new Relocatable(segment, offset);
        Assert.True(cell.TryAddress(out Relocatable address) && cell.IsAddress && !cell.IsFelt && !cell.IsEmpty);
        Assert.Equal(new Relocatable(segment, offset), address);
        Assert.Equal($"{segment}:{offset}", cell.ToString());
        Assert.False(cell.TryFelt(out Felt felt));
        Assert.Equal(Felt.Zero, felt);
        Assert.True(cell != default(MaybeRelocatable) && cell != (MaybeRelocatable)Felt.Zero && cell == new Relocatable(segment, offset));
    }

    private static VmErrorKind? Failure(Action action) => Assert.Throws<VmException>(action).Kind;
}
