using System;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>The laws of a commutative field; each field of the solution derives its own suite and gives a generator.</summary>
public abstract class FieldLaws<T>
    where T : struct, IField<T>
{
    /// <summary>Random elements; the laws mix zero and one in.</summary>
    protected abstract Gen<T> Elements { get; }

    private Gen<T> Mixed => Gen.Frequency((8, Elements), (1, Gen.Constant(T.Zero)), (1, Gen.Constant(T.One)));

    [Fact]
    public void AdditionIsACommutativeGroup() =>
        Holds((a, b, c) => Same(a + b, b + a)
            && Same(a + b + c, a + (b + c))
            && Same(a + T.Zero, a)
            && (a + -a).IsZero
            && Same(a - b, a + -b));

    [Fact]
    public void MultiplicationIsCommutativeAndAssociativeAndDistributes() =>
        Holds((a, b, c) => Same(a * b, b * a)
            && Same(a * b * c, a * (b * c))
            && Same(a * T.One, a)
            && (a * T.Zero).IsZero
            && Same(a * (b + c), (a * b) + (a * c)));

    [Fact]
    public void EveryNonZeroElementHasAnInverse() =>
        Holds((a, b, _) => a.IsZero || (Same(a * a.Inverse(), T.One) && Same(b * a * a.Inverse(), b) && Same(a.Inverse().Inverse(), a)));

    [Fact]
    public void ThereAreNoZeroDivisors() => Holds((a, b, _) => (a * b).IsZero == (a.IsZero || b.IsZero));

    [Fact]
    public void ZeroHasNoInverse() => Assert.Throws<DivideByZeroException>(() => T.Zero.Inverse());

    [Fact]
    public void BatchInversionAgreesWithSingleInversions() =>
        Prop.ForAll(Elements.Where(e => !e.IsZero).ArrayOf().ToArbitrary(), elements =>
        {
            T[] inverses = new T[elements.Length];
            FieldInversion.Invert(elements, inverses);
            T[] inPlace = (T[])elements.Clone();
            FieldInversion.InvertInPlace(inPlace.AsSpan());
            for (int i = 0; i < elements.Length; i++)
            {
                if (!Same(inverses[i], elements[i].Inverse()) || !Same(inPlace[i], inverses[i]))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void BatchInversionRefusesZeroAndLeavesTheValues()
    {
        T[] values = [T.One, T.Zero, T.One + T.One];
        T[] before = (T[])values.Clone();
        Assert.Throws<DivideByZeroException>(() => FieldInversion.InvertInPlace(values.AsSpan()));
        Assert.Equal(before, values);
        Assert.Throws<ArgumentException>(() => FieldInversion.Invert<T>(values, new T[2]));
    }

    private static bool Same(T left, T right) => left.Equals(right);

    private void Holds(Func<T, T, T, bool> law) =>
        Prop.ForAll(Mixed.Three().ToArbitrary(), t => law(t.Item1, t.Item2, t.Item3)).QuickCheckThrowOnFailure();
}
