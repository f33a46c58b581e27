using System;

namespace Kraken.Consensus;

/// <summary>Who proposes: a function of height and round that every validator computes alike.</summary>
public interface IProposerSelection
{
    /// <summary>The proposer of a round.</summary>
    /// <param name="committee">The committee of the height.</param>
    /// <param name="round">The round, from 0.</param>
    ValidatorId Proposer(Committee committee, ulong height, int round);
}

/// <summary>Takes turns: validator number (height + round) mod n in ascending order of address, whatever the weights.</summary>
public sealed class RotatingProposer : IProposerSelection
{
    /// <inheritdoc/>
    public ValidatorId Proposer(Committee committee, ulong height, int round)
    {
        ArgumentNullException.ThrowIfNull(committee);
        return committee.Validators[(int)((height + (ulong)round) % (ulong)committee.Validators.Count)];
    }
}
