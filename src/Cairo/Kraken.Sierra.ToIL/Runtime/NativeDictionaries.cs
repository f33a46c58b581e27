using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// The dictionaries of a call, by their handle. Each value stands in the call's memory; what proving the accesses takes on the virtual
/// machine is counted when a dictionary is squashed.
/// </summary>
internal sealed class NativeDictionaries
{
    private const int FeltWords = 4;

    // What a repeated access of a key gives back, as an access pays for its key as if it were the only one.
    private const long RefundPerRepeatedAccess = 4050;

    // The range checks by which two keys beyond 128 bits are compared.
    private const long ChecksPerLargeKey = 4;

    private static readonly Felt SmallKeys = Felt.FromCanonicalLimbs(0, 0, 1, 0);

    private readonly List<Content> dictionaries = [];

    /// <summary>Forgets all dictionaries.</summary>
    internal void Clear() => dictionaries.Clear();

    /// <summary>Makes a dictionary.</summary>
    /// <returns>Its handle.</returns>
    internal static int Create(NativeContext context)
    {
        context.SegmentArenas++;
        context.Dictionaries.dictionaries.Add(new Content());
        return context.Dictionaries.dictionaries.Count - 1;
    }

    /// <summary>The place of a key's value, whose words are zero at first; counts an access.</summary>
    internal static int Entry(NativeContext context, int handle, in Felt key, int words)
    {
        Content content = context.Dictionaries.dictionaries[handle];
        content.Accesses++;
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(content.Places, key, out bool known);
        if (!known)
        {
            // Beside the value, an entry of the managed table takes about as many words.
            place = context.Allocate(words + (2 * FeltWords)) + (2 * FeltWords);
            context.Words(place, words).Clear();
        }

        return place;
    }

    /// <summary>Ends a dictionary: counts range checks, gives gas back for repeated accesses.</summary>
    internal static int Squash(NativeContext context, int handle)
    {
        Content content = context.Dictionaries.dictionaries[handle];
        long keys = content.Places.Count;
        context.RangeChecks += 2;
        if (keys > 0)
        {
            bool large = content.Places.Keys.Any(key => key >= SmallKeys);
            context.RangeChecks += content.Accesses + keys + (large ? (keys - 1) * ChecksPerLargeKey : keys);
            context.Gas += (content.Accesses - keys) * RefundPerRepeatedAccess;
        }

        return handle;
    }

    /// <summary>Lists a squashed dictionary: key, zero, last value, by ascending keys.</summary>
    /// <returns>The start of the list in the low half and its end in the high half.</returns>
    internal static long Items(NativeContext context, int handle, int words)
    {
        Content content = context.Dictionaries.dictionaries[handle];
        int itemWords = FeltWords + (2 * words);
        int start = context.Allocate(checked(itemWords * content.Places.Count));
        int at = start;
        foreach ((Felt key, int place) in content.Places.OrderBy(entry => entry.Key))
        {
            MemoryMarshal.Cast<ulong, Felt>(context.Words(at, FeltWords))[0] = key;
            context.Words(at + FeltWords, words).Clear();
            context.Words(place, words).CopyTo(context.Words(at + FeltWords + words, words));
            at += itemWords;
        }

        return (uint)start | ((long)at << 32);
    }

    private sealed class Content
    {
        internal Dictionary<Felt, int> Places { get; } = [];

        internal long Accesses { get; set; }
    }
}
