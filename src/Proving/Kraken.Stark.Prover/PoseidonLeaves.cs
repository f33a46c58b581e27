using System;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover;

/// <summary>
/// The leaves of a lifted Poseidon tree: leaf p hashes one value per column, columns ascending by size, small columns lifted. A block of
/// sixteen columns,
/// two words, is absorbed at the size of its largest column and the sponge's state lifted, so that the cost follows the cells.
/// </summary>
internal static class PoseidonLeaves
{
    private const int StateSize = 3;
    private const int BlockColumns = 2 * Poseidon252Channel.ElementsPerFelt;

    /// <summary>The leaf layer of the tree whose height is the largest column's log size.</summary>
    /// <param name="columns">Columns stably sorted ascending by size, at least one.</param>
    public static Felt[] Hash(ColumnReference[] columns)
    {
        Felt[] states = [Felt.Zero, Felt.Zero, Felt.Zero];
        int log = 0;
        int last = (columns.Length - 1) / BlockColumns * BlockColumns;
        for (int first = 0; first < last; first += BlockColumns)
        {
            ColumnReference[] block = columns[first..(first + BlockColumns)];
            Felt[] next = new Felt[(long)StateSize << block[^1].LogSize];
            Each(states, log, block, (slot, state) => state.CopyTo(next.AsSpan(StateSize * slot)));
            states = next;
            log = block[^1].LogSize;
        }

        // An even number of words is padded by a block of its own.
        bool isEven = columns.Length - last > Poseidon252Channel.ElementsPerFelt;
        Felt[] leaves = new Felt[1L << columns[^1].LogSize];
        Each(states, log, columns[last..], (slot, state) =>
        {
            if (isEven)
            {
                state[0] += Felt.One;
                Poseidon.Permute(state);
            }

            leaves[slot] = state[0];
        });
        return leaves;
    }

    private delegate void TakeState(int slot, Span<Felt> state);

    /// <summary>Lifts the states to the block's largest column, absorbs the block and hands the new states over.</summary>
    private static void Each(Felt[] states, int log, ColumnReference[] block, TakeState take)
    {
        int size = block[^1].LogSize;
        Parallel.For(0, 1 << size, slot =>
        {
            Span<M31> row = stackalloc M31[BlockColumns];
            for (int i = 0; i < block.Length; i++)
            {
                row[i] = M31.FromCanonical(block[i].Rows[(int)LiftedIndex.ToColumn((uint)slot, size, block[i].LogSize)]);
            }

            int source = log == 0 ? 0 : StateSize * (int)LiftedIndex.ToColumn((uint)slot, size, log);
            Span<Felt> state = stackalloc Felt[StateSize];
            states.AsSpan(source, StateSize).CopyTo(state);
            Absorb(state, row[..block.Length]);
            take(slot, state);
        });
    }

    /// <summary>One block into one state: two words, or one word and the padding.</summary>
    private static void Absorb(Span<Felt> state, ReadOnlySpan<M31> row)
    {
        const int Length = Poseidon252Channel.ElementsPerFelt;
        state[0] += Poseidon252Channel.PackLeafWord(row[..Math.Min(Length, row.Length)]);
        state[1] += row.Length > Length ? Poseidon252Channel.PackLeafWord(row[Length..]) : Felt.One;
        Poseidon.Permute(state);
    }
}
