using System.Collections.Generic;

namespace Kraken.Consensus;

/// <summary>What every algorithm decides: the next blocks of the chain, and the proof.</summary>
/// <param name="Height">The height of the last of them.</param>
/// <param name="Values">The decided values, oldest first; Tendermint decides one at a time.</param>
/// <param name="Certificate">The proof for the last value, which binds its ancestors.</param>
public sealed record OrderedCommit(ulong Height, IReadOnlyList<ValueId> Values, Certificate Certificate);

/// <summary>Proof that a committee decided a value at a height; each algorithm has its own form.</summary>
public abstract record Certificate
{
    /// <summary>The decided height.</summary>
    public abstract ulong Height { get; }

    /// <summary>The decided value.</summary>
    public abstract ValueId Value { get; }

    /// <summary>The algorithm that made it, whose rules verify it.</summary>
    public abstract AlgorithmTag Algorithm { get; }

    /// <summary>The statements whose signatures it stands on.</summary>
    public abstract IReadOnlyList<SignedStatement> Statements { get; }
}

/// <summary>The number of a consensus algorithm, the first byte of every stored certificate and message.</summary>
public enum AlgorithmTag : byte
{
    /// <summary>[TENDERMINT], the one algorithm that is built in.</summary>
    Tendermint = 1,
}
