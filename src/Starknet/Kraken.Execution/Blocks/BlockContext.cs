using Kraken.Execution.Constants;

namespace Kraken.Execution.Blocks;

/// <summary>Everything around a transaction that does not depend on it. Immutable.</summary>
/// <param name="Block">The block.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Constants">The protocol version's constants.</param>
public sealed record BlockContext(BlockInfo Block, ChainInfo Chain, VersionedConstants Constants);
