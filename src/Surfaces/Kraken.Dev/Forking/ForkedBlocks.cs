using System.Collections.Immutable;
using System.Linq;
using Kraken.Caching;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Forking;

/// <summary>
/// The blocks of a network up to the one that is forked. A header of a protocol version whose rules are known here is taken only if it has
/// the hash that it says. Safe for several threads.
/// </summary>
/// <param name="remote">The network.</param>
/// <param name="last">The header of the last block.</param>
/// <param name="chain">The network's name, which hashes of transactions cover.</param>
/// <param name="limits">How much is kept.</param>
internal sealed class ForkedBlocks(RemoteChain remote, BlockHeader last, ChainId chain, ForkLimits limits)
{
    // Those whose hashes contracts are told of after the fork; older ones they read from the network's state.
    private const ulong LinkedBlocks = 10;

    private readonly BoundedCache<ulong, BlockHeader> headers = new(limits.MaxHashes);
    private readonly BoundedCache<ulong, Block> blocks = new(limits.MaxBlocks);

    /// <summary>The number of the last block.</summary>
    internal ulong Last => last.Number;

    /// <summary>Checks a header that was asked for by its number.</summary>
    /// <exception cref="RpcFailureException">It is another block's, or its hash is not that of its content.</exception>
    internal static void Check(BlockHeader header, ulong? number)
    {
        if (number is { } wanted && header.Number != wanted)
        {
            throw ForkErrors.Lie("a block", $"block {wanted}", $"block {header.Number}");
        }

        if (VersionedConstants.Versions.Contains(header.StarknetVersion) && BlockHash.Compute(header) is var computed
            && computed != header.Hash)
        {
            throw ForkErrors.Lie($"the hash of block {header.Number}", $"{computed}", $"{header.Hash}");
        }
    }

    /// <summary>Checks that a chain can go on from a block: numbers and times go on to grow.</summary>
    /// <exception cref="RpcFailureException">It cannot.</exception>
    internal static void CheckBounds(BlockHeader header, ForkLimits limits)
    {
        if (header.Number > limits.MaxNumber)
        {
            throw ForkErrors.Lie("the block to fork at", $"a number of at most {limits.MaxNumber}", $"{header.Number}");
        }

        if (header.Timestamp > DevOptions.MaxTime)
        {
            throw ForkErrors.Lie("the time of the block to fork at", $"at most {DevOptions.MaxTime}", $"{header.Timestamp}");
        }
    }

    // No other rule holds of them here; those of version 0 had other hashes before versions were part of them.
    private void CheckDeprecated(Block block)
    {
        foreach (DeprecatedTransaction old in block.Transactions.OfType<DeprecatedTransaction>().Where(static old => old.Number > 0))
        {
            if (TransactionHash.Compute(old, chain) is var computed && computed != old.Hash)
            {
                throw ForkErrors.Lie($"the hash of a transaction of block {block.Header.Number}", $"{computed}", $"{old.Hash}");
            }
        }
    }

    /// <summary>The header of a block up to the last.</summary>
    /// <exception cref="RpcFailureException">The network does not give it.</exception>
    internal BlockHeader HeaderAt(ulong number)
    {
        if (number == last.Number)
        {
            return last;
        }

        if (!headers.TryGet(number, out BlockHeader? header))
        {
            header = remote.Ask(
                $"block {number}", (node, cancellation) => node.HeaderAsync(new BlockId.ByNumber(number), cancellation));
            Check(header, number);
            headers.Set(number, header);
        }

        return header;
    }

    /// <summary>The hash of a block up to the last. Of the ten below it each is the parent that its successor names.</summary>
    internal Felt HashOf(ulong number)
    {
        if (number == last.Number)
        {
            return last.Hash;
        }

        if (last.Number - number > LinkedBlocks)
        {
            return HeaderAt(number).Hash;
        }

        BlockHeader below = last;
        while (below.Number > number + 1)
        {
            BlockHeader parent = HeaderAt(below.Number - 1);
            below = parent.Hash == below.ParentHash
                ? parent
                : throw ForkErrors.Lie($"block {parent.Number}", $"hash {below.ParentHash}", $"hash {parent.Hash}");
        }

        return below.ParentHash;
    }

    /// <summary>A block up to the last with transactions and receipts.</summary>
    internal Block BlockAt(ulong number)
    {
        if (!blocks.TryGet(number, out Block? block))
        {
            block = remote.Ask(
                $"block {number}", (node, cancellation) => node.AnyBlockAsync(new BlockId.ByNumber(number), cancellation));
            Check(block.Header, number);
            CheckDeprecated(block);
            blocks.Set(number, block);
        }

        return block;
    }

    /// <summary>The traces of the transactions of a block up to the last, as the network made them.</summary>
    internal ImmutableArray<TransactionTrace> TracesAt(ulong number)
    {
        ImmutableArray<TransactionTrace> traces = remote.Ask(
            $"the traces of block {number}", (node, cancellation) => node.TracesAsync(new BlockId.ByNumber(number), cancellation));
        ImmutableArray<Transaction> transactions = BlockAt(number).Transactions;
        if (traces.Length != transactions.Length)
        {
            throw ForkErrors.Lie($"the traces of block {number}", $"{transactions.Length} traces", $"{traces.Length}");
        }

        for (int i = 0; i < traces.Length; i++)
        {
            if (traces[i].TransactionHash != transactions[i].Hash)
            {
                throw ForkErrors.Lie(
                    $"trace {i} of block {number}", $"transaction {transactions[i].Hash}", $"{traces[i].TransactionHash}");
            }
        }

        return traces;
    }

    /// <summary>The state diff of a block up to the last.</summary>
    internal StateDiff StateDiffAt(ulong number) => remote.Ask(
        $"the state diff of block {number}",
        async (node, cancellation) =>
            (await node.StateUpdateAsync(new BlockId.ByNumber(number), cancellation).ConfigureAwait(false)).Diff);

    /// <summary>The number of a block up to the last by its hash; null where there is none.</summary>
    internal ulong? NumberOf(Felt hash)
    {
        BlockHeader? header = remote.Ask<BlockHeader?>(
            $"block {hash}",
            static code => code == RpcErrorCode.BlockNotFound,
            null,
            async (node, cancellation) => await node.HeaderAsync(new BlockId.ByHash(hash), cancellation).ConfigureAwait(false));
        if (header is null || header.Number > last.Number)
        {
            return null;
        }

        Check(header, null);
        headers.Set(header.Number, header);
        return header.Hash == hash ? header.Number : throw ForkErrors.Lie("a block", $"one of hash {hash}", $"one of hash {header.Hash}");
    }

    /// <summary>Where a transaction stands in the blocks up to the last; null where it does not.</summary>
    internal TransactionLocation? Find(Felt hash)
    {
        ulong? number = remote.Ask<ulong?>(
            $"transaction {hash}",
            static code => code == RpcErrorCode.TransactionHashNotFound,
            null,
            async (node, cancellation) => (await node.ReceiptAsync(hash, cancellation).ConfigureAwait(false)).BlockNumber);
        if (number is not { } found || found > last.Number)
        {
            return null;
        }

        Block block = BlockAt(found);
        for (int index = 0; index < block.Transactions.Length; index++)
        {
            if (block.Transactions[index].Hash == hash)
            {
                return new TransactionLocation(found, index);
            }
        }

        throw ForkErrors.Lie($"transaction {hash}", $"it in block {found}, where the network says that it is", "a block without it");
    }
}
