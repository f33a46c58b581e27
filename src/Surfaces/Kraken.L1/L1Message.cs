using System;
using Kraken.Starknet.Transactions;

namespace Kraken.L1;

/// <summary>A message to L2 that L1 logged.</summary>
/// <param name="Handler">The transaction that consumes it, its hash computed for the chain.</param>
/// <param name="PaidFee">What its sender paid, in wei; not zero.</param>
/// <param name="Block">The block of L1.</param>
/// <param name="Transaction">The transaction of L1, 0x and 64 digits.</param>
public sealed record L1Message(L1HandlerTransaction Handler, UInt128 PaidFee, ulong Block, string Transaction);
