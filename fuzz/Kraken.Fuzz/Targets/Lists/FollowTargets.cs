using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Sync.Sources;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What followers are given by the nodes that they follow.</summary>
internal static class FollowTargets
{
    private const int MaxClassBytes = 1 << 18;

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<SourceBlock>("followed-block", "a block as nodes serve it to followers", InputShape.Binary, Read, Blocks)
        {
            Encode = BlockCodec.Encode,
            IsCanonical = true,

            // A felt of a class may take one byte, and each record is copied once.
            Limits = new FuzzBounds(1 << 18, 256, TimeSpan.FromSeconds(2)),
        },
    ];

    private static SourceBlock? Read(byte[] input) =>
        BlockCodec.TryDecode(input, MaxClassBytes, out SourceBlock? block, out _) ? block : null;

    private static IEnumerable<byte[]> Blocks()
    {
        BlockHeader header = StoreTargets.Headers().First();
        Block block = new(header, [.. TransactionTargets.Stored().Take(6)], [.. StoreTargets.Receipts().Take(6)]);
        StateDiff diff = StoreTargets.Diffs().First();
        yield return BlockCodec.Encode(new SourceBlock(new Block(header, [], []), StateDiff.Empty, [], default) { Bytes = 0 });
        yield return BlockCodec.Encode(new SourceBlock(block, diff, [], new byte[] { 1, 2, 3 }) { Bytes = 0 });
        yield return BlockCodec.Encode(new SourceBlock(block, diff, [ChainContracts.Demo.Class], default) { Bytes = 0 });
    }
}
