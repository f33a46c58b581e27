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

    // What the runtime itself and one method's frame may take beyond the limit.
    private const int StackMargin = 512 << 10;

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

    /// <summary>Dictionaries made.</summary>
    internal long SegmentArenas;

    private readonly CallMemory memory = new();
    private readonly int limit;
    private readonly long[] prices;
    private int top;

    /// <summary>A context.</summary>
    /// <param name="prices">The gas of each token that is priced at run time, by <see cref="CostTokens.OffsetInPriceTable"/>.</param>
    /// <param name="memoryBytes">The bytes that the call's values may take; at most the whole memory.</param>
    internal NativeContext(ReadOnlySpan<long> prices, long memoryBytes = 8L << CallMemory.LogWords)
    {
        this.prices = prices.ToArray();
        Memory = memory.Start;
        limit = (int)Math.Min(memoryBytes / 8, 1 << CallMemory.LogWords);
        Dictionaries = new NativeDictionaries();
        Reset();
    }

    /// <summary>The dictionaries of the call.</summary>
    internal NativeDictionaries Dictionaries { get; }

    /// <summary>The circuits of the running program.</summary>
    internal ImmutableArray<NativeCircuit> Circuits { get; set; } = [];

    /// <summary>Forgets all values and counts, for another call. The stack limit is the caller's to set.</summary>
    internal void Reset()
    {
        top = ExchangePlace + ExchangeWords;
        Dictionaries.Clear();
        RangeChecks = RangeChecks96 = Pedersens = Poseidons = Bitwises = EcOps = AddMods = MulMods = SegmentArenas = 0;
        StackLimit = 0;
    }

    /// <summary>Sets the stack that the call may take on this thread, from here.</summary>
    internal void AllowStack(long bytes) => StackLimit = CallMemory.StackHere() - (nuint)(bytes - StackMargin);

    /// <summary>Ends the call at its next function or loop; other threads may ask for it.</summary>
    internal void Interrupt() => Volatile.Write(ref StackLimit, NoStack);

    /// <summary>Ends the call: its stack is used up, or somebody asked for it.</summary>
    internal void StopAtLimit() =>
        throw new NativeLimitException(Volatile.Read(ref StackLimit) == NoStack ? "time" : "stack");

    /// <summary>Ends the call where the virtual machine would fail; it runs the call again and says why.</summary>
    internal void Fail() => throw new NativeLimitException("ways");

    /// <summary>Reserves words; their content is whatever was there.</summary>
    internal int Allocate(int words)
    {
        int place = top;
        if (words > limit - top)
        {
            throw new NativeLimitException("memory");
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
}
