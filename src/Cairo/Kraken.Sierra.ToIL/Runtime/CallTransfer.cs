using System;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>Moves the arguments and results of system calls between the memory of a run and its host.</summary>
internal static class CallTransfer
{
    private const int FeltWords = 4;

    /// <summary>Begins a system call.</summary>
    internal static void Begin(NativeContext context, string name) => context.Call.Begin(name);

    /// <summary>Adds an argument.</summary>
    internal static void Add(NativeContext context, in Felt value) => context.Call.Add(value);

    /// <summary>Adds an argument that is an array of integers or field elements.</summary>
    internal static void AddArray(NativeContext context, int start, int end, int kind)
    {
        int words = SlotKinds.WordsOf((SlotKind)kind);
        Felt[] values = new Felt[(end - start) / words];
        ReadOnlySpan<ulong> memory = context.Words(start, end - start);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Read(memory[(i * words)..], (SlotKind)kind);
        }

        context.Call.AddArray(values);
    }

    /// <summary>Has the host execute the call.</summary>
    /// <returns>Whether it failed.</returns>
    internal static bool Execute(NativeContext context)
    {
        INativeHost host = context.Host ?? throw new InvalidOperationException($"there is no host for {context.Call.Name}");
        context.Call.Gas = (ulong)context.Gas;
        host.SystemCall(context.Call);
        context.Gas = (long)context.Call.Gas;
        context.Call.End();
        return context.Call.Failed;
    }

    /// <summary>The next result.</summary>
    internal static void Next(NativeContext context, out Felt value) => value = context.Call.NextFelt();

    /// <summary>The next result, the number of an enum's variant or a handle.</summary>
    internal static int NextInt32(NativeContext context) => context.Call.NextFelt().TryToUInt64(out ulong value) && value <= int.MaxValue
        ? (int)value
        : throw new InvalidOperationException($"{context.Call.Name}: a result that is no small number");

    /// <summary>The next result, an array whose elements have slots of some kinds.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="kinds">The kinds, two bits each, the first lowest.</param>
    /// <param name="count">How many slots an element has.</param>
    /// <returns>The start in the low half and the end in the high half.</returns>
    internal static long NextArray(NativeContext context, int kinds, int count)
    {
        Felt[] values = context.Call.NextArray();
        int words = 0;
        for (int i = 0; i < values.Length; i++)
        {
            words = checked(words + SlotKinds.WordsOf(KindAt(kinds, i % count)));
        }

        int start = context.Allocate(words);
        Span<ulong> memory = context.Words(start, words);
        for (int i = 0; i < values.Length; i++)
        {
            SlotKind kind = KindAt(kinds, i % count);
            Write(memory, kind, values[i]);
            memory = memory[SlotKinds.WordsOf(kind)..];
        }

        return (uint)start | ((long)(start + words) << 32);
    }

    /// <summary>What comes next is what a box holds.</summary>
    internal static void EnterBox(NativeContext context) => context.Call.EnterBox();

    /// <summary>Goes on behind the box, whatever it holds beyond what was read.</summary>
    internal static void LeaveBox(NativeContext context) => context.Call.LeaveBox();

    private static SlotKind KindAt(int kinds, int index) => (SlotKind)((kinds >> (2 * index)) & 3);

    private static Felt Read(ReadOnlySpan<ulong> words, SlotKind kind) => kind switch
    {
        SlotKind.Felt => MemoryMarshal.Cast<ulong, Felt>(words[..FeltWords])[0],
        SlotKind.UInt128 => new UInt128(words[1], words[0]),
        _ => words[0],
    };

    private static void Write(Span<ulong> words, SlotKind kind, in Felt value)
    {
        switch (kind)
        {
            case SlotKind.Felt:
                MemoryMarshal.Cast<ulong, Felt>(words[..FeltWords])[0] = value;
                break;
            default:
                value.ToCanonicalLimbs(out words[0], out ulong high, out _, out _);
                if (kind == SlotKind.UInt128)
                {
                    words[1] = high;
                }

                break;
        }
    }
}
