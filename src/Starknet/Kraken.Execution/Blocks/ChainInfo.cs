using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;

namespace Kraken.Execution.Blocks;

/// <summary>What the transactions of a chain have in common.</summary>
/// <param name="ChainId">The chain id.</param>
/// <param name="FeeToken">The token that fees are paid in (STRK).</param>
public sealed record ChainInfo(ChainId ChainId, Felt FeeToken)
{
    /// <summary>
    /// The token that fees were paid in before version 3 (ETH): its contract is not counted among those that an L1 handler changes, as
    /// <see cref="FeeToken"/> is not among those of other transactions.
    /// </summary>
    public Felt LegacyFeeToken { get; init; } = WellKnownAddresses.EthToken;
}
