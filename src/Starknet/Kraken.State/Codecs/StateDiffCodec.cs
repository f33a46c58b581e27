using System;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Codecs;

/// <summary>State diffs as bytes, in the store and between nodes of this chain.</summary>
public static class StateDiffCodec
{
    private const int PairSize = 2 * Felt.ByteCount;

    /// <summary>The bytes of a diff.</summary>
    public static byte[] Encode(StateDiff diff)
    {
        ValueWriter writer = new();
        writer.List(diff.StorageDiffs, static (output, contract) =>
        {
            output.Felt(contract.Address);
            output.List(contract.Entries, static (inner, entry) => Pair(inner, entry.Key, entry.Value));
        });
        writer.List(diff.DeployedContracts, static (output, item) => Pair(output, item.Address, item.ClassHash));
        writer.List(diff.ReplacedClasses, static (output, item) => Pair(output, item.Address, item.ClassHash));
        writer.List(diff.DeclaredClasses, static (output, item) => Pair(output, item.ClassHash, item.CompiledClassHash));
        writer.List(diff.MigratedClasses, static (output, item) => Pair(output, item.ClassHash, item.CompiledClassHash));
        writer.Felts(diff.DeprecatedDeclaredClasses);
        writer.List(diff.Nonces, static (output, item) => Pair(output, item.Address, item.Nonce));
        return writer.ToArray();
    }

    /// <summary>Reads a diff; false when the bytes are not exactly one.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out StateDiff? diff)
    {
        ValueReader reader = new(bytes);
        diff = new()
        {
            StorageDiffs = reader.List(Felt.ByteCount, static (ref ValueReader input) =>
                new ContractStorageDiff(input.Felt(), input.List(PairSize, static (ref ValueReader inner) => new StorageEntry(inner.Felt(), inner.Felt())))),
            DeployedContracts = reader.List(PairSize, static (ref ValueReader input) => new ContractClass(input.Felt(), input.Felt())),
            ReplacedClasses = reader.List(PairSize, static (ref ValueReader input) => new ContractClass(input.Felt(), input.Felt())),
            DeclaredClasses = reader.List(PairSize, static (ref ValueReader input) => new DeclaredClass(input.Felt(), input.Felt())),
            MigratedClasses = reader.List(PairSize, static (ref ValueReader input) => new DeclaredClass(input.Felt(), input.Felt())),
            DeprecatedDeclaredClasses = reader.Felts(),
            Nonces = reader.List(PairSize, static (ref ValueReader input) => new NonceUpdate(input.Felt(), input.Felt())),
        };
        if (!reader.IsComplete)
        {
            diff = null;
        }

        return diff is not null;
    }

    private static void Pair(ValueWriter writer, in Felt first, in Felt second)
    {
        writer.Felt(first);
        writer.Felt(second);
    }
}
