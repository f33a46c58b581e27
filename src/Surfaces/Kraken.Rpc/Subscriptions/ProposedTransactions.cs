using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Which transactions of the block being built were told of: each once at a height, in whichever proposals it is.</summary>
internal sealed class ProposedTransactions
{
    private readonly HashSet<Felt> told = [];
    private BlockReference? ground;

    /// <summary>The indices of a proposal's transactions that were not told of; whoever is given one has told of it.</summary>
    internal IEnumerable<int> NewIn(Block? proposal)
    {
        if (proposal is null)
        {
            yield break;
        }

        BlockReference below = new(proposal.Header.Number, proposal.Header.ParentHash);
        if (ground != below)
        {
            ground = below;
            told.Clear();
        }

        for (int i = 0; i < proposal.Transactions.Length; i++)
        {
            if (told.Add(proposal.Transactions[i].Hash))
            {
                yield return i;
            }
        }
    }
}
