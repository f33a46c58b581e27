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

/// <summary>add_mod and mul_mod: filling the one unknown of each operation, and refusing instances that do not hold.</summary>
public sealed class ModuloBuiltinTests
{
    private static readonly BigInteger Limb = BigInteger.One << 96;
    private static readonly BigInteger Top = (BigInteger.One << 384) - 1;
    private readonly VirtualMachine machine = new(new VmMemory());

    private static BigInteger[] Moduli => [2, 3, Limb - 1, Limb, Limb + 1, (BigInteger.One << 383) + 1, Top];

    [Theory]
    [InlineData(BuiltinName.AddMod)]
    [InlineData(BuiltinName.MulMod)]
    public void TheUnknownOfEachOperationIsSolved(BuiltinName name)
    {
        foreach (BigInteger p in Moduli)
        {
            BigInteger[] values = [.. new[] { 0, 1, p - 1, p / 2, Limb % p }.Distinct()];
            foreach ((BigInteger a, BigInteger b) in values.SelectMany(a => values.Select(b => (a, b))))
            {
                BigInteger c = name == BuiltinName.AddMod ? (a + b) % p : a * b % p;
                Assert.Equal(c, Filled(name, p, a, b, null) % p);
                if (name == BuiltinName.AddMod || BigInteger.GreatestCommonDivisor(a, p).IsOne)
                {
                    Assert.Equal(b, Filled(name, p, a, null, c) % p);
                    Assert.Equal(b, Filled(name, p, null, a, c) % p);
                }
            }
        }
    }

    [Fact]
    public void AFactorWithoutInverseIsRefusedWithItsNumbers()
    {
        VmException error = Assert.Throws<VmException>(() => Filled(BuiltinName.MulMod, 15, 3, null, 1));
        Assert.Equal(VmErrorKind.ModBuiltin, error.Kind);
        Assert.Contains("3 has no inverse modulo 15", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BuiltinName.AddMod)]
    [InlineData(BuiltinName.MulMod)]
    public void TwoUnknownsStopTheFilling(BuiltinName name)
    {
        VmException error = Assert.Throws<VmException>(() => Filled(name, 15, 3, null, null));
        Assert.Contains("Could not fill", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BuiltinName.AddMod)]
    [InlineData(BuiltinName.MulMod)]
    public void AWrongResultIsFoundAtTheEnd(BuiltinName name)
    {
        ModuloBuiltin builtin = Add(name);
        Relocatable values = Table(builtin, 7, 1, [3, 4, name == BuiltinName.AddMod ? 0 : 5], [0, 4, 8]);
        Assert.Null(machine.Guard(() => builtin.Verify(machine.Memory)));
        ModuloBuiltin wrong = Add(name);
        Table(wrong, 7, 1, [3, 4, 6], [0, 4, 8]);
        VmError? error = machine.Guard(() => wrong.Verify(machine.Memory));
        Assert.Equal(VmErrorKind.ModBuiltin, error?.Kind);
        Assert.Contains("p=7, a=3, b=4, c=6", error!.Message, StringComparison.Ordinal);
        Assert.True(values.Segment > 0);
    }

    [Fact]
    public void ASumMayExceedTheModulusOnce()
    {
        // The quotient of an addition is 0 or 1: 6 + 6 = 12 = 5 + 7, but not 5 + 14 - 7.
        ModuloBuiltin builtin = Add(BuiltinName.AddMod);
        Table(builtin, 7, 1, [6, 6, 5], [0, 4, 8]);
        Assert.Null(machine.Guard(() => builtin.Verify(machine.Memory)));
    }

    [Fact]
    public void InstancesContinueEachOther()
    {
        ModuloBuiltin builtin = Add(BuiltinName.AddMod);
        Relocatable values = Table(builtin, 7, 2, [1, 2, 3, 5], [0, 4, 8, 4, 8, 12]);
        Assert.Contains("leaves 1 operations undone", machine.Guard(() =>
            builtin.Verify(machine.Memory))!.Message, StringComparison.Ordinal);
        ModuloFilling.Fill(machine.Memory, (builtin, builtin.Base, 2), null);
        Assert.Null(machine.Guard(() => builtin.Verify(machine.Memory)));
        Assert.Equal(Felt.One, machine.Memory.GetFelt(builtin.Base + 13));
        Assert.Equal(values, machine.Memory.GetAddress(builtin.Base + 11));
        Assert.Equal(machine.Memory.GetAddress(builtin.Base + 5) + 3, machine.Memory.GetAddress(builtin.Base + 12));
    }

    [Fact]
    public void AnInstanceThatDoesNotContinueIsRefused()
    {
        ModuloBuiltin builtin = Add(BuiltinName.AddMod);
        Table(builtin, 7, 2, [1, 2, 3, 5], [0, 4, 8, 4, 8, 12]);
        MaybeRelocatable[] next = [(Felt)7, Felt.Zero, Felt.Zero, Felt.Zero, machine.Memory.Get(builtin.Base + 4),
            machine.Memory.Get(builtin.Base + 5), Felt.One];
        machine.Memory.Load(builtin.Base + 7, next);
        Assert.Contains("instance 1 does not continue", machine.Guard(() =>
            builtin.Verify(machine.Memory))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void TheCountIsAtLeastOne(int count)
    {
        ModuloBuiltin builtin = Add(BuiltinName.MulMod);
        Table(builtin, 7, count, [1, 1, 1], [0, 4, 8]);
        Assert.Contains("n >= 1", machine.Guard(() => builtin.Verify(machine.Memory))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WordsHave96Bits()
    {
        ModuloBuiltin builtin = Add(BuiltinName.MulMod);
        Table(builtin, 7, 1, [1, 1, 1], [0, 4, 8]);
        Relocatable word = machine.Memory.AddSegment();
        machine.Memory.Load(word, [Felt.FromBigInteger(Limb - 1), Felt.Zero, Felt.Zero, Felt.Zero, Felt.FromBigInteger(Limb)]);
        Assert.Equal(Limb - 1, builtin.ReadNumber(machine.Memory, word, []));
        VmException error = Assert.Throws<VmException>(() => builtin.ReadNumber(machine.Memory, word + 1, []));
        Assert.Contains("smaller than 2^96", error.Message, StringComparison.Ordinal);
        Relocatable part = machine.Memory.AddSegment();
        machine.Memory.Load(part, [Felt.One, Felt.One, Felt.One]);
        Assert.Null(builtin.ReadNumber(machine.Memory, part, []));
    }

    [Fact]
    public void TablesAreFilledUpToTheirGreatestLength()
    {
        ModuloBuiltin builtin = Add(BuiltinName.AddMod);
        Table(builtin, 7, 100_001, [1, 2, 3], [0, 4, 8]);
        VmException error = Assert.Throws<VmException>(() => ModuloFilling.Fill(machine.Memory, (builtin, builtin.Base, 1), null));
        Assert.Contains("exceeded maximum 100000", error.Message, StringComparison.Ordinal);
        Assert.Throws<VmException>(() => ModuloFilling.Fill(machine.Memory, null, null));
        Assert.Throws<VmException>(() => ModuloFilling.Fill(machine.Memory, (builtin, builtin.Base, 0), null));
    }

    [Fact]
    public void GatesOfBothKindsAreWalkedTogether()
    {
        // v3 = v0 + v1, v4 = v3 * v2, v5 = v4 + v0: the last addition waits for the product.
        ModuloBuiltin add = Add(BuiltinName.AddMod);
        ModuloBuiltin mul = Add(BuiltinName.MulMod);
        Relocatable values = Table(add, 97, 2, [50, 60, 7], [0, 4, 12, 16, 0, 20]);
        Relocatable offsets = machine.Memory.AddSegment();
        machine.Memory.Load(offsets, [(Felt)12, (Felt)8, (Felt)16]);
        machine.Memory.Load(mul.Base, [(Felt)97, Felt.Zero, Felt.Zero, Felt.Zero, values, offsets, Felt.One]);
        ModuloFilling.Fill(machine.Memory, (add, add.Base, 2), (mul, mul.Base, 1));
        BigInteger product = (50 + 60) % 97 * 7 % 97;
        Assert.Equal(product, add.ReadNumber(machine.Memory, values + 16, []) % 97);
        Assert.Equal((product + 50) % 97, add.ReadNumber(machine.Memory, values + 20, []) % 97);
        Assert.Null(machine.Guard(() => { add.Verify(machine.Memory); mul.Verify(machine.Memory); }));
    }

    private BigInteger Filled(BuiltinName name, BigInteger p, BigInteger? a, BigInteger? b, BigInteger? c)
    {
        ModuloBuiltin builtin = Add(name);
        Relocatable values = Table(builtin, p, 1, [], [0, 4, 8]);
        BigInteger?[] known = [a, b, c];
        for (int i = 0; i < 3; i++)
        {
            if (known[i] is { } value)
            {
                builtin.WriteNumber(machine.Memory, values + (4 * i), value);
            }
        }

        (ModuloBuiltin, Relocatable, long)? part = (builtin, builtin.Base, 1);
        ModuloFilling.Fill(machine.Memory, name == BuiltinName.AddMod ? part : null, name == BuiltinName.MulMod ? part : null);
        Assert.Null(machine.Guard(() => builtin.Verify(machine.Memory)));
        return builtin.ReadNumber(machine.Memory, values + (4 * Array.IndexOf(known, null)), [])!.Value;
    }

    private ModuloBuiltin Add(BuiltinName name) => (ModuloBuiltin)machine.AddBuiltin(name);

    private Relocatable Table(ModuloBuiltin builtin, BigInteger p, int count, int[] numbers, int[] offsets)
    {
        Relocatable values = machine.Memory.AddSegment();
        Relocatable table = machine.Memory.AddSegment();
        for (int i = 0; i < numbers.Length; i++)
        {
            builtin.WriteNumber(machine.Memory, values + (4 * i), numbers[i]);
        }

        machine.Memory.Load(table, Array.ConvertAll(offsets, o => (Felt)o));
        builtin.WriteNumber(machine.Memory, builtin.Base, p);
        machine.Memory.Load(builtin.Base + 4, [values, table, (Felt)count]);
        return values;
    }
}
