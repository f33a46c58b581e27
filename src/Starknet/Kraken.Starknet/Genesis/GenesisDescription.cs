using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Genesis;

/// <summary>All that defines the first block of a chain. Two nodes agree on block 0 exactly when their descriptions are equal.</summary>
public sealed record GenesisDescription
{
    /// <summary>The protocol version of new chains.</summary>
    public const string DefaultStarknetVersion = "0.14.4";

    /// <summary>Which chain begins here; transaction hashes cover it.</summary>
    public ChainId ChainId { get; init; } = ChainId.Sepolia;

    /// <summary>The protocol version of block 0, such as "0.14.4".</summary>
    public string StarknetVersion { get; init; } = DefaultStarknetVersion;

    /// <summary>The time of block 0, in seconds since 1970-01-01 UTC.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>The contract that receives the fees.</summary>
    public Felt SequencerAddress { get; init; } = 0x1000;

    /// <summary>The gas prices from block 0 on.</summary>
    public GasPrices GasPrices { get; init; } =
        new(new(1_000_000_000, 1_000_000_000), new(1_000_000_000, 1_000_000_000), new(1_000_000_000, 1_000_000_000));

    /// <summary>Where the contract stands that fees are paid in.</summary>
    public Felt FeeTokenAddress { get; init; } = WellKnownAddresses.FeeToken;

    /// <summary>The addresses of the universal deployer.</summary>
    public ImmutableArray<Felt> DeployerAddresses { get; init; } = WellKnownAddresses.Deployers;

    /// <summary>The address of the demo contract: that of a deployment from zero with salt zero.</summary>
    public Felt DemoAddress { get; init; } = ContractAddresses.Compute(Felt.Zero, Felt.Zero, ChainContracts.Demo.ClassHash, []);

    /// <summary>The predeployed accounts.</summary>
    public ImmutableArray<PredeployedAccount> Accounts { get; init; } = DevelopmentAccounts.All;
}
