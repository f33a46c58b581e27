using System;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// The leaves of a Poseidon tree, many states permuted at once. A lifted leaf hashes one value per column, columns ascending by size,
/// small columns lifted. A block of sixteen columns, two words, is absorbed at the size of its largest column and the sponge's state
/// lifted, so that the cost follows the cells. <see cref="Poseidon252Channel.HashLeaf"/> is what each leaf is.
/// </summary>
internal static class PoseidonLeaves
{
    private const int StateSize = 3;
    private const int Word = Poseidon252Channel.ElementsPerFelt;
    private const int BlockColumns = 2 * Word;

    // 6 KiB of states on the stack.
    private const int SlotsAtOnce = 64;

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
            Absorb(states, log, block, (slot, absorbed) => absorbed.CopyTo(next.AsSpan(StateSize * slot)));
            states = next;
            log = block[^1].LogSize;
        }

        Felt[] leaves = new Felt[1L << columns[^1].LogSize];
        Absorb(states, log, columns[last..], (slot, absorbed) =>
            Finish(absorbed, columns.Length - last > Word, leaves.AsSpan(slot, absorbed.Length / StateSize)));
        return leaves;
    }

    /// <summary>The leaf layer of the tree over secure values, 2^leafLog of them per leaf.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf, at most the columns' log size.</param>
    public static Felt[] HashSecure(ColumnBlock secure, int leafLog)
    {
        Felt[] leaves = new Felt[1 << (secure.LogSize - leafLog)];
        int length = 4 << leafLog;
        int last = (length - 1) / BlockColumns * BlockColumns;
        Each(leaves.Length, (slot, count) =>
        {
            Span<M31> row = stackalloc M31[BlockColumns];
            Span<Felt> states = stackalloc Felt[StateSize * count];
            states.Clear();
            for (int first = 0; first < length; first += BlockColumns)
            {
                Span<M31> part = row[..Math.Min(BlockColumns, length - first)];
                for (int i = 0; i < count; i++)
                {
                    int start = ((slot + i) << leafLog) + (first / 4);
                    for (int k = 0; k < part.Length; k++)
                    {
                        part[k] = M31.FromCanonical(secure.Rows(k & 3)[start + (k >> 2)]);
                    }

                    Add(states.Slice(StateSize * i, StateSize), part);
                }

                Poseidon.PermuteMany(states);
            }

            Finish(states, length - last > Word, leaves.AsSpan(slot, count));
        });
        return leaves;
    }

    private delegate void TakeStates(int slot, Span<Felt> states);

    /// <summary>Calls for each run of at most <see cref="SlotsAtOnce"/> slots, on all cores.</summary>
    private static void Each(int slots, Action<int, int> run) =>
        Parallel.For(0, (slots + SlotsAtOnce - 1) / SlotsAtOnce, chunk =>
            run(chunk * SlotsAtOnce, Math.Min(SlotsAtOnce, slots - (chunk * SlotsAtOnce))));

    /// <summary>Lifts the states to the block's largest column, absorbs the block and hands the new states over.</summary>
    private static void Absorb(Felt[] states, int log, ColumnReference[] block, TakeStates take)
    {
        int size = block[^1].LogSize;
        Each(1 << size, (first, count) =>
        {
            Span<M31> row = stackalloc M31[block.Length];
            Span<Felt> absorbed = stackalloc Felt[StateSize * count];
            for (int slot = 0; slot < count; slot++)
            {
                uint leaf = (uint)(first + slot);
                for (int i = 0; i < block.Length; i++)
                {
                    row[i] = M31.FromCanonical(block[i].Rows[(int)LiftedIndex.ToColumn(leaf, size, block[i].LogSize)]);
                }

                int source = log == 0 ? 0 : StateSize * (int)LiftedIndex.ToColumn(leaf, size, log);
                Span<Felt> state = absorbed.Slice(StateSize * slot, StateSize);
                states.AsSpan(source, StateSize).CopyTo(state);
                Add(state, row);
            }

            Poseidon.PermuteMany(absorbed);
            take(first, absorbed);
        });
    }

    /// <summary>Adds one block to a state: two words, or one word and the padding.</summary>
    private static void Add(Span<Felt> state, ReadOnlySpan<M31> row)
    {
        state[0] += Poseidon252Channel.PackLeafWord(row[..Math.Min(Word, row.Length)]);
        state[1] += row.Length > Word ? Poseidon252Channel.PackLeafWord(row[Word..]) : Felt.One;
    }

    /// <summary>The leaves of absorbed states; an even number of words is padded by a block of its own.</summary>
    private static void Finish(Span<Felt> states, bool isEven, Span<Felt> leaves)
    {
        if (isEven)
        {
            for (int i = 0; i < states.Length; i += StateSize)
            {
                states[i] += Felt.One;
            }

            Poseidon.PermuteMany(states);
        }

        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = states[StateSize * i];
        }
    }
}
