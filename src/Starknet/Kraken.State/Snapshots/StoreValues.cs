using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Store;
using Kraken.Storage;

namespace Kraken.State.Snapshots;

/// <summary>How many present values of each kind a store has, other than zero.</summary>
internal sealed class StoreValues(IKeyValueStore records)
{
    private readonly IKeyValueStore store = ChainJournal.Over(records);

    /// <summary>Counts the values of a contract.</summary>
    internal void Count(Dictionary<byte, long> counts, Felt classHash, Felt nonce, Felt storageRoot)
    {
        Add(counts, (byte)CellKind.ClassHash, classHash);
        Add(counts, (byte)CellKind.Nonce, nonce);
        Add(counts, StoredCell.StorageRootKind, storageRoot);
    }

    /// <summary>Counts a cell of storage.</summary>
    internal void CountStorage(Dictionary<byte, long> counts) => Add(counts, (byte)CellKind.Storage, Felt.One);

    /// <summary>Counts the one value that a declared class has.</summary>
    internal void CountClass(Dictionary<byte, long> counts) => Add(counts, (byte)CellKind.CompiledClass, Felt.One);

    /// <summary>Compares the counts with all values that the store has.</summary>
    /// <exception cref="InvalidDataException">It has others.</exception>
    internal void Require(Dictionary<byte, long> expected)
    {
        Dictionary<byte, long> found = [];
        foreach (StoreRecord record in store.Scan(StoreKey.Single(Table.Value)))
        {
            if (record.Key.Length < 2 || record.Value.Length < Felt.ByteCount
                || !Felt.TryFromBytesBigEndian(record.Value.AsSpan(0, Felt.ByteCount), out Felt value))
            {
                throw new InvalidDataException("a present value is malformed");
            }

            Add(found, record.Key[1], value);
        }

        foreach (byte kind in (HashSet<byte>)[.. expected.Keys, .. found.Keys])
        {
            (long wanted, long got) = (expected.GetValueOrDefault(kind), found.GetValueOrDefault(kind));
            if (wanted != got)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"present values of kind {kind}: expected {wanted}, got {got}"));
            }
        }
    }

    private static void Add(Dictionary<byte, long> counts, byte kind, Felt value)
    {
        if (!value.IsZero)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, kind, out _)++;
        }
    }
}
