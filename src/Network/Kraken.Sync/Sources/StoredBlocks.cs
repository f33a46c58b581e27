using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;

namespace Kraken.Sync.Sources;

/// <summary>The blocks of a store as followers are given them. Safe for several threads.</summary>
public sealed class StoredBlocks(ChainStore store)
{
    /// <summary>A block with its certificate and its classes; null where there is none.</summary>
    public SourceBlock? Find(ulong number)
    {
        if (store.Block(number) is not { } block || store.StateDiff(number) is not { } diff)
        {
            return null;
        }

        ImmutableArray<SierraClass> classes =
        [
            .. block.Transactions.OfType<DeclareTransaction>().Select(declare => store.Sierra(declare.ClassHash)).OfType<SierraClass>(),
        ];
        return new SourceBlock(block, diff, classes, store.Certificate(number)) { Bytes = 0 };
    }

    /// <summary>A block in the encoding of <see cref="BlockCodec"/>; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Encode(ulong number) =>
        Find(number) is { } block ? new ReadOnlyMemory<byte>(BlockCodec.Encode(block)) : null;
}
