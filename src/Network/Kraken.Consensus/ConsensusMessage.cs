using System.Collections.Generic;

namespace Kraken.Consensus;

/// <summary>A message of a consensus algorithm between validators: signed statements, and the block that some of them are about.</summary>
public abstract record ConsensusMessage
{
    /// <summary>What sort of message it is, a word of this code: metrics and logs count by it.</summary>
    public abstract string Kind { get; }

    /// <summary>The height that it is about.</summary>
    public abstract ulong Height { get; }

    /// <summary>The round that it is about.</summary>
    public abstract int Round { get; }

    /// <summary>The statements it consists of: the message is authentic when each of their signatures holds.</summary>
    public abstract IReadOnlyList<SignedStatement> Statements { get; }

    /// <summary>The block that travels with it; null when none does.</summary>
    public virtual CarriedBlock? Carried => null;
}
