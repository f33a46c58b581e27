using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>
/// The public output of <see cref="InvokeProgram"/>: class hash, selector, calldata (counted), initial gas, gas used, panic flag,
/// returned data (counted), then the system calls in order, to the end of the output.
/// </summary>
public sealed record InvokeOutput
{
    /// <summary>The class that ran.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The entry point.</summary>
    public required Felt Selector { get; init; }

    /// <summary>What the entry point was given.</summary>
    public required ImmutableArray<Felt> Calldata { get; init; }

    /// <summary>The gas the entry point was called with.</summary>
    public required Felt InitialGas { get; init; }

    /// <summary>The gas that the entry point spent of <see cref="InitialGas"/>.</summary>
    public required Felt GasUsed { get; init; }

    /// <summary>True when it panicked.</summary>
    public required bool Panicked { get; init; }

    /// <summary>What it returned, or the panic's data.</summary>
    public required ImmutableArray<Felt> ReturnData { get; init; }

    /// <summary>The system calls, each request with its answer.</summary>
    public required ImmutableArray<ProvedSyscall> Syscalls { get; init; }

    /// <summary>Reads the output; null when the felts are not of this layout.</summary>
    public static InvokeOutput? TryParse(ReadOnlySpan<Felt> output)
    {
        Cursor cursor = new(output);
        Felt classHash = cursor.Next();
        Felt selector = cursor.Next();
        ImmutableArray<Felt> calldata = cursor.Array();
        Felt initialGas = cursor.Next();
        Felt gasUsed = cursor.Next();
        Felt panic = cursor.Next();
        ImmutableArray<Felt> returned = cursor.Array();
        List<ProvedSyscall> syscalls = [];
        while (!cursor.AtEnd && cursor.Syscall() is { } syscall)
        {
            syscalls.Add(syscall);
        }

        return cursor.Failed || !cursor.AtEnd || (panic != Felt.Zero && panic != Felt.One)
            ? null
            : new InvokeOutput
            {
                ClassHash = classHash,
                Selector = selector,
                Calldata = calldata,
                InitialGas = initialGas,
                GasUsed = gasUsed,
                Panicked = panic == Felt.One,
                ReturnData = returned,
                Syscalls = [.. syscalls],
            };
    }

    private ref struct Cursor(ReadOnlySpan<Felt> rest)
    {
        private ReadOnlySpan<Felt> rest = rest;

        public bool Failed { get; private set; }

        public readonly bool AtEnd => rest.IsEmpty;

        public Felt Next()
        {
            if (rest.IsEmpty)
            {
                Failed = true;
                return default;
            }

            Felt value = rest[0];
            rest = rest[1..];
            return value;
        }

        public ImmutableArray<Felt> Array()
        {
            if (!Next().TryToUInt64(out ulong count) || count > (ulong)rest.Length)
            {
                Failed = true;
                return [];
            }

            ImmutableArray<Felt> values = [.. rest[..(int)count]];
            rest = rest[(int)count..];
            return values;
        }

        public ProvedSyscall? Syscall()
        {
            Felt selector = Next();
            Felt gas = Next();
            ProvedSyscall? syscall =
                selector == OutputRoutines.StorageRead ? ReadStorage(gas)
                : selector == OutputRoutines.StorageWrite ? new ProvedSyscall.StorageWrite(gas, Next(), Next(), Next(), Next(), Next())
                : selector == OutputRoutines.EmitEvent ? new ProvedSyscall.EmitEvent(gas, Array(), Array(), Next(), Next())
                : null;
            Failed |= syscall is null;
            return Failed ? null : syscall;
        }

        private ProvedSyscall.StorageRead ReadStorage(Felt gas)
        {
            (Felt domain, Felt key, Felt left, Felt failure, Felt value) = (Next(), Next(), Next(), Next(), Next());
            return new ProvedSyscall.StorageRead(gas, domain, key, value, left, failure);
        }
    }
}
