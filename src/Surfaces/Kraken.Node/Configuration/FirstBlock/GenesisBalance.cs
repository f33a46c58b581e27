using System;
using Kraken.Fields;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>What somebody holds of a token.</summary>
public sealed record GenesisBalance
{
    /// <summary>The holder's address.</summary>
    public required Felt Holder { get; init; }

    /// <summary>How much, in the token's smallest unit.</summary>
    public required UInt128 Amount { get; init; }
}
