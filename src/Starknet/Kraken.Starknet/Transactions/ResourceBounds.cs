using System;

namespace Kraken.Starknet.Transactions;

/// <summary>What a sender allows to be spent of one gas.</summary>
/// <param name="MaxAmount">The most units.</param>
/// <param name="MaxPricePerUnit">The highest price of a unit, in fri (10^-18 STRK).</param>
public readonly record struct ResourceBounds(ulong MaxAmount, UInt128 MaxPricePerUnit);
