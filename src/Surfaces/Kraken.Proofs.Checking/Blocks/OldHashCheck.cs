using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Hashes of blocks below the first, from their headers: the first block's parent hash is known, and each header that hashes to a known
/// hash makes the one below known.
/// </summary>
internal static class OldHashCheck
{
    public static CheckFinding Run(BlockStatement statement, ImmutableArray<BlockHeader> ancestors, Felt genesis)
    {
        Dictionary<ulong, Felt> known = new() { [statement.FirstBlock - 1] = statement.ParentHash };
        for (int i = 0; i < ancestors.Length; i++)
        {
            if (FindProblem(statement, ancestors[i], i, known) is { } problem)
            {
                return CheckFinding.Fail(problem);
            }
        }

        if (known.TryGetValue(0, out Felt first) && first != genesis)
        {
            return CheckFinding.Fail($"the headers lead to {first} at height 0, the genesis file to {genesis}");
        }

        return Compare(statement, known);
    }

    private static string? FindProblem(BlockStatement statement, BlockHeader header, int index, Dictionary<ulong, Felt> known)
    {
        ulong number = statement.FirstBlock - 1 - (ulong)index;
        if (!known.TryGetValue(number, out Felt expected) || number == 0)
        {
            return $"expected no header {index + 1} blocks below block {statement.FirstBlock}, got one of block {header.Number}";
        }

        if (header.Number != number)
        {
            return $"expected the header of block {number}, got that of block {header.Number}";
        }

        if (HeaderChain.FindMismatch(header, number, expected) is { } mismatch)
        {
            return $"{mismatch}";
        }

        if (index == 0 && header.StateRoot != statement.RootBefore)
        {
            return $"block {number} leaves state root {header.StateRoot}, the proof begins with {statement.RootBefore}";
        }

        known[number - 1] = header.ParentHash;
        return null;
    }

    private static CheckFinding Compare(BlockStatement statement, Dictionary<ulong, Felt> known)
    {
        int compared = 0;
        for (int i = 0; i < statement.Blocks.Length && i < (int)ProvedBlock.OldHashDistance; i++)
        {
            ulong number = statement.FirstBlock + (ulong)i;
            if (number < ProvedBlock.OldHashDistance)
            {
                continue;
            }

            ulong old = number - ProvedBlock.OldHashDistance;
            if (!known.TryGetValue(old, out Felt hash))
            {
                return CheckFinding.Fail($"block {number} writes the hash of block {old}, and the headers given do not lead to it");
            }

            if (hash != statement.Blocks[i].OldHash)
            {
                return CheckFinding.Fail(
                    $"block {number} writes {statement.Blocks[i].OldHash} as the hash of block {old}, which is {hash}");
            }

            compared++;
        }

        return CheckFinding.Pass($"{compared} hashes of blocks before the first");
    }
}
