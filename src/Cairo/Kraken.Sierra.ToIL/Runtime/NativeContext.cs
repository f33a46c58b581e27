using System;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL.Memory;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// What a native call works with: the memory of its arrays, boxes and dictionaries, the gas counter, and how much of each builtin it used.
/// A place in the memory is the number of a word of 64 bits. Generated code masks every place, so that no code, however wrong, reaches
/// other memory; nothing is freed before the call ends.
/// </summary>
internal sealed class NativeContext : IDisposable
{
    /// <summary>Where arguments and results are exchanged with the caller, and results between functions.</summary>
    internal const int ExchangePlace = 8;

    /// <summary>The words of that area.</summary>
    internal const int ExchangeWords = 4096;

    // What one method's frame and the runtime's helpers may take beyond the limit.
    private const int StackMargin = 192 << 10;

    // Memory is asked for by so many words at a time.
    private const int ReservedWords = 1 << 13;

    // What the virtual machine takes when contracts call each other fifty deep from within.
    private const int StackOfTheMachine = 1 << 20;

    private static readonly nuint NoStack = nuint.MaxValue;

    /// <summary>The first byte of the memory.</summary>
    internal readonly nuint Memory;

    /// <summary>The first byte of the running program's field elements.</summary>
    internal nuint Constants;

    /// <summary>The least address that the stack may reach.</summary>
    internal nuint StackLimit;

    /// <summary>The gas left.</summary>
    internal long Gas;

    /// <summary>Uses of the 128-bit range check.</summary>
    internal long RangeChecks;

    /// <summary>Uses of the 96-bit range check.</summary>
    internal long RangeChecks96;

    /// <summary>Uses of Pedersen.</summary>
    internal long Pedersens;

    /// <summary>Uses of Poseidon.</summary>
    internal long Poseidons;

    /// <summary>Uses of the bitwise builtin.</summary>
    internal long Bitwises;

    /// <summary>Uses of the EC operation.</summary>
    internal long EcOps;

    /// <summary>Uses of the modular addition.</summary>
    internal long AddMods;

    /// <summary>Uses of the modular multiplication.</summary>
    internal long MulMods;

    /// <summary>Compressions of Blake2s.</summary>
    internal long Blakes;

    /// <summary>Dictionaries made.</summary>
    internal long SegmentArenas;

    private readonly CallMemory memory = new();
    private ImmutableArray<long> prices = [];
    private nuint stackEnd;
    private int limit;
    private int reserved;
    private int top;

    internal NativeContext() => Memory = memory.Start;

    /// <summary>The bytes that values take.</summary>
    internal long UsedBytes => 8L * top;

    /// <summary>The builtins that the call used so far.</summary>
    internal NativeUsage Usage => new(
        RangeChecks, RangeChecks96, Pedersens, Poseidons, Bitwises, EcOps, AddMods, MulMods, Blakes);

    /// <summary>The dictionaries of the call.</summary>
    internal NativeDictionaries Dictionaries { get; } = new();

    /// <summary>Hashes the keys of dictionaries.</summary>
    internal KeyHash KeyHash { get; } = new();

    /// <summary>The circuits of the running program.</summary>
    internal ImmutableArray<NativeCircuit> Circuits { get; set; } = [];

    /// <summary>Answers system calls; null where there are none.</summary>
    internal INativeHost? Host { get; set; }

    /// <summary>The system call that is made.</summary>
    internal NativeCall Call { get; } = new();

    /// <summary>Forgets all values and counts, for another call. The stack limit is the caller's to set.</summary>
    /// <param name="tokenPrices">The gas of each token priced at run time, by <see cref="CostTokens.OffsetInPriceTable"/>.</param>
    /// <param name="memoryBytes">The bytes that the call's values may take; at most the whole memory.</param>
    internal void Reset(ImmutableArray<long> tokenPrices, long memoryBytes = 8L << CallMemory.LogWords)
    {
        prices = tokenPrices;
        limit = (int)Math.Clamp(memoryBytes / 8, 0, 1 << CallMemory.LogWords);
        top = reserved = ExchangePlace + ExchangeWords;
        Dictionaries.Clear();
        RangeChecks = RangeChecks96 = Pedersens = Poseidons = Bitwises = EcOps = AddMods = MulMods = Blakes = SegmentArenas = 0;
        Host = null;
        StackLimit = stackEnd = 0;
    }

    /// <summary>Sets the stack that the call may take on this thread, from here, if the thread has as much.</summary>
    internal void AllowStack(long bytes)
    {
        long allowed = Math.Min(bytes, ThreadStack.Remaining - StackOfTheMachine) - StackMargin;
        stackEnd = allowed > 0 ? CallMemory.StackHere() - (nuint)allowed : NoStack;
        Volatile.Write(ref StackLimit, stackEnd);
    }

    /// <summary>Has the host polled at the next function or loop; other threads may ask for it.</summary>
    internal void AskToPoll() => Volatile.Write(ref StackLimit, NoStack);

    /// <summary>The stack is used up, which ends the call, or somebody wants the host to be polled.</summary>
    internal void StopAtLimit()
    {
        if (CallMemory.StackHere() < stackEnd || Host is null)
        {
            throw NativeLimitException.Beyond("stack");
        }

        // Whoever asks after this line is answered at the next limit.
        Volatile.Write(ref StackLimit, stackEnd);
        Host.Poll();
    }

    /// <summary>Ends the call where the virtual machine would fail; it runs the call again and says why.</summary>
    internal void Fail() => throw NativeLimitException.AtUnsafePanic();

    /// <summary>Reserves words; their content is whatever was there.</summary>
    internal int Allocate(int words)
    {
        int place = top;
        if (words > reserved - top)
        {
            Reserve(words);
        }

        top = place + words;
        return place;
    }

    /// <summary>Some words.</summary>
    internal Span<ulong> Words(int place, int count) => memory.Words(place, count);

    /// <summary>The gas of some uses of a token.</summary>
    internal long Price(int offset, long count) => prices[offset] * count;

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void Reserve(int words)
    {
        if (words > limit - top)
        {
            throw NativeLimitException.Beyond("memory");
        }

        int end = Math.Min(limit, top + Math.Max(words, ReservedWords));
        Host?.Reserve(8L * (end - reserved));
        reserved = end;
    }
}
