using System.Collections.Generic;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>
/// What the honest nodes committed, judged by an observer: one value per height, in order and without a gap at every node, each block
/// valid and built by a member, no transaction twice.
/// </summary>
internal sealed class AgreedChain(Committee committee)
{
    private readonly List<(ValueId Value, SimulatedBlock Block)> blocks = [];
    private readonly Dictionary<ulong, ulong> heightOfTransaction = [];
    private readonly Dictionary<int, ulong> committed = [];

    /// <summary>The highest committed height.</summary>
    public ulong Height => (ulong)blocks.Count;

    /// <summary>True when a transaction stands in a committed block.</summary>
    public bool Includes(ulong transaction) => heightOfTransaction.ContainsKey(transaction);

    /// <summary>An honest node committed a block.</summary>
    public void Committed(int node, ulong height, ValueId value, byte[] bytes)
    {
        ulong expected = committed.GetValueOrDefault(node) + 1;
        if (height != expected)
        {
            throw new InvariantException(Verdict.Invalid, $"n{node} committed height {height} where {expected} is next");
        }

        committed[node] = height;
        if (height <= Height)
        {
            if (blocks[(int)height - 1].Value != value)
            {
                throw new InvariantException(
                    Verdict.Forked, $"n{node} committed {value} at height {height}, another node {blocks[(int)height - 1].Value}");
            }

            return;
        }

        Append(node, height, value, bytes);
    }

    private void Append(int node, ulong height, ValueId value, byte[] bytes)
    {
        SimulatedBlock block = SimulatedBlock.Decode(bytes)
            ?? throw new InvariantException(Verdict.Invalid, $"n{node} committed bytes at height {height} that are no block");
        Felt state = blocks.Count == 0 ? Felt.Zero : blocks[^1].Block.State;
        string? fault = block.Value != value ? "whose value is another"
            : block.Height != height || (blocks.Count > 0 && block.Parent != blocks[^1].Value) ? "on another parent"
            : committee.Weight(block.Builder) == 0 ? "of a stranger"
            : block.State != SimulatedBlock.StateAfter(state, block.Transactions) ? "of a wrong state"
            : null;
        if (fault is not null)
        {
            throw new InvariantException(Verdict.Invalid, $"n{node} committed a block at height {height} {fault}");
        }

        foreach (SimulatedTransaction transaction in block.Transactions)
        {
            if (transaction.Kind != TransactionKind.Usual || !heightOfTransaction.TryAdd(transaction.Id, height))
            {
                throw new InvariantException(
                    Verdict.Invalid,
                    $"n{node} committed transaction {transaction.Id} ({transaction.Kind}) at height {height}, "
                    + "in a chain that must not hold it (again)");
            }
        }

        blocks.Add((value, block));
    }
}
