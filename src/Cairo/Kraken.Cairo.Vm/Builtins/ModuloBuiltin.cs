using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// a op b = c modulo p on 384-bit numbers in four 96-bit words, one operation an instance: p's words, values pointer, offsets pointer,
/// operations left. A hint fills tables and instances (<see cref="ModuloFilling"/>); the builtin checks them at the end of the run.
/// </summary>
public sealed class ModuloBuiltin : BuiltinRunner
{
    private const int InstancesBetweenChecks = 64;

    private readonly BigInteger quotientBound;

    internal ModuloBuiltin(BuiltinName name)
        : base(name, ModuloInstance.Size, ModuloInstance.Size)
    {
        // The quotient of an addition is 0 or 1; that of a product fits the words.
        quotientBound = name == BuiltinName.AddMod ? 2 : BigInteger.One << (ModuloInstance.Words * ModuloInstance.WordBits);
    }

    /// <summary>The segment of zeros that unused instances point to; shared by both modulo builtins.</summary>
    public int ZeroSegment { get; internal set; } = -1;

    internal ModuloInputs ReadInputs(VmMemory memory, Relocatable instance)
    {
        Relocatable values = memory.GetAddress(instance + ModuloInstance.ValuesCell);
        Relocatable offsets = memory.GetAddress(instance + ModuloInstance.OffsetsCell);
        if (!memory.GetFelt(instance + ModuloInstance.CountCell).TryToUInt64(out ulong count) || count is 0 or > int.MaxValue)
        {
            throw Fail($"Expected n >= 1 and a machine word, got {memory.Get(instance + ModuloInstance.CountCell)}");
        }

        Felt[] words = new Felt[ModuloInstance.Words];
        BigInteger modulus = ReadNumber(memory, instance, words) ?? throw Fail($"missing value at {instance + ModuloInstance.Words}");
        return new ModuloInputs(modulus, words, values, offsets, (long)count);
    }

    /// <summary>Writes the instances after the first.</summary>
    internal void FillInstances(VmMemory memory, Relocatable first, ModuloInputs inputs)
    {
        for (int i = 1; i < inputs.Count; i++)
        {
            Relocatable instance = first + ((long)i * CellsPerInstance);
            for (int word = 0; word < ModuloInstance.Words; word++)
            {
                memory.InsertAccessed(instance + word, inputs.Words[word]);
            }

            memory.InsertAccessed(instance + ModuloInstance.ValuesCell, inputs.Values);
            memory.InsertAccessed(instance + ModuloInstance.OffsetsCell, inputs.Offsets + (3L * i));
            memory.InsertAccessed(instance + ModuloInstance.CountCell, (Felt)(inputs.Count - i));
        }
    }

    /// <summary>The number at an address; null if a word is missing. <paramref name="words"/> may be empty.</summary>
    internal BigInteger? ReadNumber(VmMemory memory, Relocatable start, Span<Felt> words)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = 0; i < ModuloInstance.Words; i++)
        {
            MaybeRelocatable cell = memory.Get(start + i);
            if (cell.IsEmpty)
            {
                return null;
            }

            if (!cell.IsFelt || !cell.Felt.TryToUInt128(out UInt128 word) || word >> ModuloInstance.WordBits != 0)
            {
                throw Fail($"Expected integer at address {start + i} to be smaller than 2^{ModuloInstance.WordBits}, got {cell}");
            }

            if (!words.IsEmpty)
            {
                words[i] = cell.Felt;
            }

            value += (BigInteger)word << (i * ModuloInstance.WordBits);
        }

        return value;
    }

    /// <summary>Writes a number as four words, the least significant first.</summary>
    internal void WriteNumber(VmMemory memory, Relocatable start, BigInteger value)
    {
        BigInteger mask = (BigInteger.One << ModuloInstance.WordBits) - 1;
        for (int i = 0; i < ModuloInstance.Words; i++)
        {
            memory.InsertAccessed(start + i, Felt.FromBigInteger(value & mask));
            value >>= ModuloInstance.WordBits;
        }

        if (!value.IsZero)
        {
            throw Fail("a value has more than 384 bits");
        }
    }

    /// <summary>a op b, reduced as far as the quotient's bound allows.</summary>
    internal BigInteger Apply(BigInteger a, BigInteger b, BigInteger modulus)
    {
        BigInteger full = Name == BuiltinName.AddMod ? a + b : a * b;
        return full < quotientBound * modulus ? full % modulus : full - ((quotientBound - 1) * modulus);
    }

    /// <summary>The x with known op x = result.</summary>
    internal BigInteger Solve(BigInteger known, BigInteger result, BigInteger modulus)
    {
        if (Name == BuiltinName.AddMod)
        {
            return known <= result ? result - known : result + modulus - known;
        }

        BigInteger gcd = ModularArithmetic.ExtendedGcd(known % modulus, modulus, out BigInteger inverse, out _);
        return gcd.IsOne
            ? ModularArithmetic.FloorMod(result * inverse, modulus)
            : throw Fail($"{known} has no inverse modulo {modulus}");
    }

    /// <summary>Checks that the instances continue each other and that every operation holds.</summary>
    internal void Verify(VmMemory memory)
    {
        int instances = UsedInstances(memory);
        ModuloInputs? previous = null;
        for (int i = 0; i < instances; i++)
        {
            if (i % InstancesBetweenChecks == 0)
            {
                memory.Limits?.Check();
            }

            ModuloInputs inputs = ReadInputs(memory, Base + ((long)i * CellsPerInstance));
            if (previous is { Count: > 1 }
                && (!inputs.Words.AsSpan().SequenceEqual(previous.Words) || inputs.Values != previous.Values
                    || inputs.Offsets != previous.Offsets + 3 || inputs.Count != previous.Count - 1))
            {
                throw Fail($"instance {i} does not continue the one before");
            }

            VerifyOperation(memory, inputs, i);
            previous = inputs;
        }

        if (previous is { Count: not 1 })
        {
            throw Fail($"the last instance leaves {previous.Count - 1} operations undone");
        }
    }

    internal VmException Fail(string message) => new(VmErrorKind.ModBuiltin, $"{Name.Text()} builtin: {message}");

    private void VerifyOperation(VmMemory memory, ModuloInputs inputs, int instance)
    {
        BigInteger a = Operand(memory, inputs, 0);
        BigInteger b = Operand(memory, inputs, 1);
        BigInteger c = Operand(memory, inputs, 2);
        if (inputs.Modulus.IsZero || (Apply(a, b, inputs.Modulus) - c) % inputs.Modulus != 0)
        {
            throw Fail(
                $"Expected a {(Name == BuiltinName.AddMod ? '+' : '*')} b == c (mod p) at instance {instance}: "
                + $"p={inputs.Modulus}, a={a}, b={b}, c={c}.");
        }
    }

    private BigInteger Operand(VmMemory memory, ModuloInputs inputs, int index)
    {
        Relocatable at = inputs.Values + ModuloFilling.Offset(memory, inputs.Offsets + index);
        return ReadNumber(memory, at, []) ?? throw Fail($"missing value at {at}");
    }
}
