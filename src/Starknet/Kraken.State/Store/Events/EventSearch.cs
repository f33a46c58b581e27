using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.State.Store.Events;

/// <summary>Looks for a query's events in the index.</summary>
internal sealed class EventSearch : IEventSearch
{
    /// <summary>
    /// The values of which bits are looked for: a query with more is searched by some of its conditions, which may name more blocks.
    /// </summary>
    internal const int MaxValues = 64;

    /// <summary>The records of turned groups that one search reads: then it names the next block as one that may have events.</summary>
    internal const int MaxRows = 1 << 15;

    private readonly EventIndex index;

    // All of these must be met, each by one of its values.
    private readonly List<int[][]> conditions = [];
    private ulong? turned;
    private byte[] blocks = [];
    private int rows;

    internal EventSearch(EventIndex index, EventQuery query)
    {
        this.index = index;
        Require(query.Addresses, address => EventBits.OfAddress(address));
        for (int i = 0; i < query.Keys.Length; i++)
        {
            int position = i;
            Require(query.Keys[i], key => EventBits.OfKey(key, position));
        }
    }

    /// <inheritdoc/>
    public ulong Next(ulong from, ulong to)
    {
        // What is appended meanwhile is beyond the last block that counts, or not looked into.
        ulong indexed = index.Count;
        EventWindow window = index.Window;
        ulong number = from;
        while (number <= to && number < indexed)
        {
            ulong group = number / EventIndex.GroupBlocks;
            if (group + 1 >= window.Group)
            {
                if (IsIn(window.At(number)))
                {
                    return number;
                }

                number++;
                continue;
            }

            if (!TryTurn(group))
            {
                return number;
            }

            if (NextIn(blocks, (int)(number % EventIndex.GroupBlocks)) is { } place)
            {
                return Math.Min((group * EventIndex.GroupBlocks) + (ulong)place, to + 1);
            }

            number = (group + 1) * EventIndex.GroupBlocks;
        }

        return Math.Min(number, to + 1);
    }

    private void Require(IReadOnlyList<Felt> values, Func<Felt, int[]?> placesOf)
    {
        int[]?[] places = [.. values.Select(placesOf)];
        bool fits = conditions.Sum(condition => condition.Length) + places.Length <= MaxValues;
        if (places.Length > 0 && fits && !places.Contains(null))
        {
            conditions.Add(places!);
        }
    }

    private bool IsIn(EventBits? block) =>
        block is not null && conditions.TrueForAll(values => Array.Exists(values, block.HasAll));

    private bool TryTurn(ulong group)
    {
        if (turned == group)
        {
            return true;
        }

        int needed = EventBits.Hashes * conditions.Sum(condition => condition.Length);
        if (rows > 0 && rows + needed > MaxRows)
        {
            return false;
        }

        // A group of nothing costs something too.
        rows += needed + 1;
        blocks = BlocksOf(group);
        turned = group;
        return true;
    }

    private byte[] BlocksOf(ulong group)
    {
        byte[] all = new byte[EventIndex.RowBytes];
        Array.Fill(all, byte.MaxValue);
        foreach (int[][] values in conditions)
        {
            byte[] any = new byte[EventIndex.RowBytes];
            foreach (int[] places in values)
            {
                Add(any, With(group, places));
            }

            Keep(all, any);
        }

        return all;
    }

    /// <summary>The blocks of a group that have all bits of a value.</summary>
    private byte[] With(ulong group, int[] places)
    {
        byte[] all = new byte[EventIndex.RowBytes];
        Array.Fill(all, byte.MaxValue);
        foreach (int place in places)
        {
            if (!index.Store.TryGet(StoreKey.Of(Table.EventRow, group, place), out byte[]? row))
            {
                return new byte[EventIndex.RowBytes];
            }

            Keep(all, row.Length == EventIndex.RowBytes ? row : throw new DamagedStoreException($"the events of group {group}"));
        }

        return all;
    }

    private static void Keep(byte[] into, byte[] others)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] &= others[i];
        }
    }

    private static void Add(byte[] into, byte[] others)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] |= others[i];
        }
    }

    private static int? NextIn(byte[] row, int from)
    {
        for (int i = from / 8; i < row.Length; i++)
        {
            int left = i == from / 8 ? row[i] >> (from % 8) << (from % 8) : row[i];
            if (left != 0)
            {
                return (i * 8) + BitOperations.TrailingZeroCount(left);
            }
        }

        return null;
    }
}
