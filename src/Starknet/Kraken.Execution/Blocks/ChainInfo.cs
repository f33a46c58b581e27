using Kraken.Fields;
using Kraken.Starknet;

namespace Kraken.Execution.Blocks;

/// <summary>What the transactions of a chain have in common.</summary>
/// <param name="ChainId">The chain id.</param>
/// <param name="FeeToken">The token that fees are paid in (STRK).</param>
public sealed record ChainInfo(ChainId ChainId, Felt FeeToken);
