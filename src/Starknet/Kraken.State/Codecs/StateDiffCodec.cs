using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Codecs;

/// <summary>State diffs as bytes, in the store and between nodes of this chain.</summary>
public static class StateDiffCodec
{
    private const int PairSize = 2 * Felt.ByteCount;

    /// <summary>The bytes of a diff.</summary>
    public static byte[] Encode(StateDiff diff)
    {
        ByteWriter writer = new();
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
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StateDiff? diff)
    {
        ByteReader reader = new(bytes);
        diff = new()
        {
            StorageDiffs = ListCodec.List(ref reader, Felt.ByteCount, static (ref ByteReader input) =>
                new ContractStorageDiff(input.Felt(), ListCodec.List(ref input, PairSize, Entry))),
            DeployedContracts = ListCodec.List(ref reader, PairSize, Contract),
            ReplacedClasses = ListCodec.List(ref reader, PairSize, Contract),
            DeclaredClasses = ListCodec.List(ref reader, PairSize, Class),
            MigratedClasses = ListCodec.List(ref reader, PairSize, Class),
            DeprecatedDeclaredClasses = ListCodec.Felts(ref reader),
            Nonces = ListCodec.List(ref reader, PairSize, static (ref ByteReader input) => new NonceUpdate(input.Felt(), input.Felt())),
        };
        if (!reader.Succeeded)
        {
            diff = null;
        }

        return diff is not null;
    }

    private static StorageEntry Entry(ref ByteReader input) => new(input.Felt(), input.Felt());

    private static ContractClass Contract(ref ByteReader input) => new(input.Felt(), input.Felt());

    private static DeclaredClass Class(ref ByteReader input) => new(input.Felt(), input.Felt());

    private static void Pair(ByteWriter writer, in Felt first, in Felt second)
    {
        writer.Felt(first);
        writer.Felt(second);
    }
}
