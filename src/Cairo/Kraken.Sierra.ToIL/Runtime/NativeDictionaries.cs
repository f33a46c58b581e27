using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// The dictionaries of a call, by their handle. Each value stands in the call's memory; what proving the accesses takes on the virtual
/// machine is counted when a dictionary is squashed.
/// </summary>
internal sealed class NativeDictionaries
{
    private const int FeltWords = 4;

    // What a repeated access of a key gives back, as an access pays for its key as if it were the only one.

    // The range checks by which two keys beyond 128 bits are compared.
    private const long ChecksPerLargeKey = 4;

    private readonly List<NativeDictionary> dictionaries = [];

    /// <summary>Forgets all dictionaries.</summary>
    internal void Clear() => dictionaries.Clear();

    /// <summary>Makes a dictionary.</summary>
    /// <returns>Its handle.</returns>
    internal static int Create(NativeContext context)
    {
        context.SegmentArenas++;
        context.Dictionaries.dictionaries.Add(new NativeDictionary(context));
        return context.Dictionaries.dictionaries.Count - 1;
    }

    /// <summary>The place of a key's value, whose words are zero at first; counts an access.</summary>
    internal static int Entry(NativeContext context, int handle, in Felt key, int words) =>
        context.Dictionaries.dictionaries[handle].Access(key, words);

    /// <summary>Ends a dictionary: counts range checks, gives gas back for repeated accesses.</summary>
    internal static int Squash(NativeContext context, int handle)
    {
        NativeDictionary dictionary = context.Dictionaries.dictionaries[handle];
        long keys = dictionary.Count;
        context.RangeChecks += 2;
        if (keys > 0)
        {
            long comparisons = dictionary.HasLargeKey() ? (keys - 1) * ChecksPerLargeKey : keys;
            context.RangeChecks += dictionary.Accesses + keys + comparisons;
            context.Gas += (dictionary.Accesses - keys) * DictionaryGas.RefundPerRepeatedAccess;
        }

        return handle;
    }

    /// <summary>Lists a squashed dictionary: key, zero, last value, by ascending keys.</summary>
    /// <returns>The start of the list in the low half and its end in the high half.</returns>
    internal static long Items(NativeContext context, int handle, int words)
    {
        NativeDictionary dictionary = context.Dictionaries.dictionaries[handle];
        int itemWords = FeltWords + (2 * words);
        int start = context.Allocate(checked(itemWords * dictionary.Count));
        int at = start;
        foreach (NativeDictionaryItem item in dictionary.Items())
        {
            Span<ulong> written = context.Words(at, itemWords);
            NativeDictionary.KeyOf(context, item).CopyTo(written);
            written.Slice(FeltWords, words).Clear();
            context.Words(item.Place, words).CopyTo(written[(FeltWords + words)..]);
            at += itemWords;
        }

        return (uint)start | ((long)at << 32);
    }
}
