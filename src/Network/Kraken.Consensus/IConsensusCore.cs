using System.Collections.Generic;

namespace Kraken.Consensus;

/// <summary>
/// A consensus algorithm as data in, data out: no clock, no randomness, no I/O, no task. Equal inputs in equal order give equal
/// effects, so replaying a log of inputs is recovery, and a simulator runs the same code as a node.
/// </summary>
public interface IConsensusCore
{
    /// <summary>Where the core stands.</summary>
    ConsensusPosition Position { get; }

    /// <summary>True when a message is worth the check of its signatures: of this height, plausible, and not known already.</summary>
    /// <param name="message">A decoded message; nothing of it was checked.</param>
    /// <remarks>This bounds what a faulty validator can make a node verify, execute, log and keep.</remarks>
    bool Wants(ConsensusMessage message);

    /// <summary>Takes one input and appends what is to be done, in order.</summary>
    /// <param name="input">What happened. Messages are authentic: the host checked their signatures.</param>
    /// <param name="effects">Receives the effects. The host makes the input durable before any of them leaves the node.</param>
    void Step(ConsensusInput input, ICollection<ConsensusEffect> effects);

    /// <summary>Appends what peers may lack of what this core knows, and what it lacks itself; changes nothing.</summary>
    void Remind(ICollection<ConsensusEffect> effects);

    /// <summary>The message of a round that carries a block, as received or sent; null when none is known.</summary>
    ConsensusMessage? CarrierOf(int round);

    /// <summary>True while the block of a value may still be proposed, asked for or committed at this height.</summary>
    bool Needs(ValueId value);

    /// <summary>
    /// True when a quorum is known to have voted for the block of a message before: honest validators found it valid, and may be bound to
    /// it.
    /// </summary>
    bool HasEarlierQuorum(ConsensusMessage message);
}

/// <summary>Where a core stands.</summary>
/// <param name="Height">The height being decided; 0 before the first.</param>
/// <param name="Round">The round, -1 before the first.</param>
/// <param name="Step">The step, in the algorithm's own word.</param>
public readonly record struct ConsensusPosition(ulong Height, int Round, string Step);
