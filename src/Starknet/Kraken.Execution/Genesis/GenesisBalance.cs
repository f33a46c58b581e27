using System;
using Kraken.Fields;

namespace Kraken.Execution.Genesis;

/// <summary>A balance of the fee token that exists from the first block on.</summary>
/// <param name="Account">The holder.</param>
/// <param name="Amount">The amount in fri.</param>
public sealed record GenesisBalance(Felt Account, UInt128 Amount);
