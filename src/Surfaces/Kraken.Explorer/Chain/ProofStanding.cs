using System;

namespace Kraken.Explorer.Chain;

/// <summary>How far the chain is proved, as the entries of the store state it.</summary>
/// <param name="Height">The chain's latest block.</param>
/// <param name="Through">The last block of an unbroken row from block 1 on, each of which is proved or named with why it is not.</param>
/// <param name="Proofs">How many proofs there are.</param>
/// <param name="Unproved">How many blocks are named as without a proof.</param>
/// <param name="Age">How long ago the first block after that row was made, in whole seconds; zero where there is none.</param>
internal sealed record ProofStanding(ulong Height, ulong Through, int Proofs, int Unproved, TimeSpan Age)
{
    /// <summary>Why the store could not be read, so that this is how it stood before; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The blocks after the row.</summary>
    public ulong Behind => Height > Through ? Height - Through : 0;
}
