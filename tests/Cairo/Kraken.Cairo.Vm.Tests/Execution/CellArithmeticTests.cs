using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>Arithmetic of elements and addresses, with what is refused and what the refusal says.</summary>
public sealed class CellArithmeticTests
{
    private static readonly Relocatable Place = new(3, 100);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-100)]
    [InlineData(1L << 36)]
    public void AddressesMoveByElements(long distance)
    {
        Relocatable moved = Place + distance;
        Assert.Equal(moved, CellArithmetic.Add(Place, (Felt)distance).Address);
        Assert.Equal(moved, CellArithmetic.Add((Felt)distance, Place).Address);
        Assert.Equal(Place, CellArithmetic.Subtract(moved, (Felt)distance).Address);
        Assert.Equal((Felt)distance, CellArithmetic.Subtract(moved, Place).Felt);
        Assert.Equal(moved, CellArithmetic.Checked(Place, distance));
    }

    [Fact]
    public void OffsetsEndAtTheirLimits()
    {
        Relocatable last = new(3, Relocatable.OffsetLimit - 1);
        Assert.Equal(last, CellArithmetic.Add(Place, (Felt)(Relocatable.OffsetLimit - 101)).Address);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Add(Place, (Felt)(Relocatable.OffsetLimit - 100))).Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Add(last, Felt.One)).Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Add(Place, (Felt)(-101))).Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Checked(Place, -101)).Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Add(Place, Felt.FromBigInteger(BigInteger.One << 64))).Kind);
        Assert.Equal(VmErrorKind.OffsetExceeded, Failure(() => CellArithmetic.Add(Place, Felt.FromBigInteger(Felt.Modulus / 2))).Kind);
    }

    [Fact]
    public void WhatHasNoMeaningIsRefusedByName()
    {
        Relocatable other = new(4, 7);
        VmException sum = Failure(() => CellArithmetic.Add(Place, other));
        Assert.Equal(VmErrorKind.RelocatableAdd, sum.Kind);
        Assert.Contains("3:100 + 4:7", sum.Message, StringComparison.Ordinal);
        VmException difference = Failure(() => CellArithmetic.Subtract(Place, other));
        Assert.Equal(VmErrorKind.RelocatableSub, difference.Kind);
        Assert.Contains("4:7 from 3:100", difference.Message, StringComparison.Ordinal);
        Assert.Equal(VmErrorKind.RelocatableSub, Failure(() => CellArithmetic.Subtract(Felt.One, Place)).Kind);
        VmException product = Failure(() => CellArithmetic.Multiply(Place, Felt.One));
        Assert.Equal(VmErrorKind.RelocatableMul, product.Kind);
        Assert.Contains("3:100 * 1", product.Message, StringComparison.Ordinal);
        Assert.Equal(VmErrorKind.RelocatableMul, Failure(() => CellArithmetic.Multiply(Felt.One, Place)).Kind);
    }

    [Fact]
    public void ElementsFollowTheField()
    {
        Felt a = Felt.MinusOne;
        Felt b = 7;
        Assert.Equal(a + b, CellArithmetic.Add(a, b).Felt);
        Assert.Equal(a - b, CellArithmetic.Subtract(a, b).Felt);
        Assert.Equal(a * b, CellArithmetic.Multiply(a, b).Felt);
    }

    private static VmException Failure(Func<object> action) => Assert.Throws<VmException>(action);
}
