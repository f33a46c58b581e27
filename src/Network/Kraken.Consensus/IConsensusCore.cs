using System.Collections.Generic;

namespace Kraken.Consensus;

/// <summary>
/// A consensus algorithm as data in, data out: no clock, no randomness, no I/O, no task. Equal inputs in equal order give equal
/// effects, so replaying a log of inputs is recovery, and a simulator runs the same code as a node.
/// </summary>
public interface IConsensusCore
{
    /// <summary>Takes one input and appends what is to be done, in order.</summary>
    /// <param name="input">What happened. Messages must be authentic: the host checked their signatures.</param>
    /// <param name="effects">Receives the effects. The host makes the input durable before any of them leaves the node.</param>
    void Step(ConsensusInput input, ICollection<ConsensusEffect> effects);
}
