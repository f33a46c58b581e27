using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Genesis;

/// <summary>Addresses that wallets expect on every Starknet chain.</summary>
public static class WellKnownAddresses
{
    /// <summary>The fee token STRK.</summary>
    public static Felt FeeToken { get; } = Felt.Parse("0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d");

    /// <summary>The token ETH, in which transactions before version 3 paid.</summary>
    public static Felt EthToken { get; } = Felt.Parse("0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7");

    /// <summary>The universal deployer of today.</summary>
    public static Felt UniversalDeployer { get; } = Felt.Parse("0x2ceed65a4bd731034c01113685c831b01c15d7d432f71afb1cf1634b53a2125");

    /// <summary>The universal deployer of old, which older wallets call.</summary>
    public static Felt LegacyUniversalDeployer { get; } = Felt.Parse("0x41a78e741e5af2fec34b695679bc6891742439f7afb8484ecd7766661ad02bf");

    /// <summary>Both deployers.</summary>
    public static ImmutableArray<Felt> Deployers { get; } = [UniversalDeployer, LegacyUniversalDeployer];
}
