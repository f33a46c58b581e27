using System.Collections.Immutable;

namespace Kraken.Starknet.Chain;

/// <summary>What running a decided block again gave.</summary>
/// <param name="Traces">The traces of its transactions, in order.</param>
/// <param name="Reads">What they read of the state before the block; null where whoever ran it does not tell.</param>
public sealed record BlockTraces(ImmutableArray<TransactionTrace> Traces, InitialReads? Reads);
