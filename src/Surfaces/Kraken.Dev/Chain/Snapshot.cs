using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Chain;

/// <summary>What a development chain goes back to beside the state of a block.</summary>
/// <param name="Number">The latest block.</param>
/// <param name="TimeShift">By how many seconds the clock was ahead of the system's.</param>
/// <param name="NextTime">The time of the next block where it was set.</param>
/// <param name="Prices">The prices of the next block.</param>
/// <param name="Impersonated">Whose transactions were not validated.</param>
/// <param name="AcceptedOnL1">The newest block that L1 had accepted.</param>
/// <param name="Terms">Time and prices of the block being built; null where it was empty.</param>
/// <param name="Pending">The block being built.</param>
/// <param name="Recorded">How many calls were recorded.</param>
internal sealed record Snapshot(
    ulong Number,
    Felt Hash,
    long TimeShift,
    ulong? NextTime,
    GasPrices Prices,
    Impersonation Impersonated,
    StrongBox<ulong>? AcceptedOnL1,
    BlockTerms? Terms,
    ImmutableArray<PendingTransaction> Pending,
    int Recorded);
