using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Genesis;

/// <summary>All that defines the first block of a chain. Two nodes agree on block 0 exactly when their descriptions are equal.</summary>
public sealed record GenesisDescription
{
    /// <summary>The protocol version of new chains.</summary>
    public const string DefaultStarknetVersion = ProtocolVersions.V0_14_4;

    /// <summary>Which chain begins here; transaction hashes cover it.</summary>
    public ChainId ChainId { get; init; } = ChainId.Sepolia;

    /// <summary>The protocol version of block 0, such as "0.14.4".</summary>
    public string StarknetVersion { get; init; } = DefaultStarknetVersion;

    /// <summary>The time of block 0, in seconds since 1970-01-01 UTC.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>The sequencer that block 0 names.</summary>
    public Felt SequencerAddress { get; init; } = 0x1000;

    /// <summary>The gas prices from block 0 on. Zero in fri for transactions without fees.</summary>
    public GasPrices GasPrices { get; init; } =
        new(new(1_000_000_000, 1_000_000_000), new(1_000_000_000, 1_000_000_000), new(1_000_000_000, 1_000_000_000));

    /// <summary>How the price of L2 gas moves after block 0; null where prices stay.</summary>
    public FeeMarket? Market { get; init; }

    /// <summary>The token that fees are paid in.</summary>
    public GenesisToken FeeToken { get; init; } = GenesisToken.Strk;

    /// <summary>Further tokens.</summary>
    public ImmutableArray<GenesisToken> Tokens { get; init; } = [];

    /// <summary>The addresses of the universal deployer; empty for a chain without one.</summary>
    public ImmutableArray<Felt> DeployerAddresses { get; init; } = WellKnownAddresses.Deployers;

    /// <summary>Whether the demo contract is declared and deployed.</summary>
    public bool HasDemo { get; init; } = true;

    /// <summary>The address of the demo contract: that of a deployment from zero with salt zero.</summary>
    public Felt DemoAddress { get; init; } = ContractAddresses.Compute(Felt.Zero, Felt.Zero, ChainContracts.Demo.ClassHash, []);

    /// <summary>The predeployed accounts.</summary>
    public ImmutableArray<PredeployedAccount> Accounts { get; init; } = DevelopmentAccounts.All;

    /// <summary>Classes that are declared beside the chain's own; their hashes are computed.</summary>
    public ImmutableArray<SierraClass> Classes { get; init; } = [];

    /// <summary>Further contracts; those with a constructor are deployed in this order, after all that is placed.</summary>
    public ImmutableArray<GenesisContract> Contracts { get; init; } = [];

    /// <summary>Where the contract stands that fees are paid in.</summary>
    public Felt FeeTokenAddress => FeeToken.Address;

    /// <summary>
    /// The contracts whose constructors block 0 runs: accounts of a class that is not the chain's own, which are given their public key,
    /// and then <see cref="Contracts"/>, in order.
    /// </summary>
    public IEnumerable<GenesisContract> Deployments() =>
    [
        .. Accounts.Where(account => account.ClassHash is not null).Select(account =>
            new GenesisContract($"account {account.Address}", account.Address, account.ClassHash!.Value)
            {
                Constructor = [account.PublicKey],
            }),
        .. Contracts.Where(contract => contract.Constructor is not null),
    ];
}
