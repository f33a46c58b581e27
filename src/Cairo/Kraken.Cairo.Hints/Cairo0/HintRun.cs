using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>What a running Cairo 0 hint sees: the machine, and the Python variables of its scope.</summary>
public sealed class HintRun
{
    private VirtualMachine? machine;

    internal HintRun()
    {
    }

    /// <summary>The machine, stopped before the instruction that the hint belongs to.</summary>
    public VirtualMachine Machine
    {
        get => machine!;
        internal set => machine = value;
    }

    /// <summary>The memory of <see cref="Machine"/>.</summary>
    public VmMemory Memory => Machine.Memory;

    /// <summary>What the program's host gave the run, which hints of the host's own ask; null where it gave nothing.</summary>
    public object? Host { get; internal init; }

    /// <summary>The scopes of vm_enter_scope.</summary>
    public HintScopes Scopes { get; } = new();

    /// <summary>memory[ap] = value.</summary>
    public void SetAp(in MaybeRelocatable value) => Memory.Insert(Machine.Ap, value);

    /// <summary>memory[ap] = 1 or 0.</summary>
    public void SetAp(bool value) => Memory.Insert(Machine.Ap, value ? Felt.One : Felt.Zero);

    /// <summary>segments.write_arg of integers; each is reduced modulo the field's modulus.</summary>
    public void Write(Relocatable start, ReadOnlySpan<BigInteger> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Memory.Insert(start + i, Felt.FromBigInteger(values[i]));
        }
    }

    /// <summary>The assertion of a hint.</summary>
    public static void Require(bool condition, string code, string message)
    {
        if (!condition)
        {
            throw new HintException(code, message);
        }
    }

    /// <summary>A field element as a count of things in memory.</summary>
    public static int Count(Felt value, string code = "InvalidCount") => value.TryToUInt64(out ulong count) && count <= int.MaxValue
        ? (int)count
        : throw new HintException(code, $"Invalid value for a length. Got: {value}.");
}
