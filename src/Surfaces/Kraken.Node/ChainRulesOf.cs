using System;
using System.IO;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Sequencer;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;

namespace Kraken.Node;

/// <summary>The rules and the genesis description that a genesis file stands for.</summary>
public static class ChainRulesOf
{
    /// <summary>The rules.</summary>
    /// <exception cref="InvalidDataException">The protocol version is unknown.</exception>
    public static ChainRules Genesis(GenesisFile genesis)
    {
        GenesisDescription description = Description(genesis);
        return new ChainRules
        {
            Chain = new ChainInfo(description.ChainId, description.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)
                ?? throw new InvalidDataException(
                    $"starknet_version: expected one of {string.Join(", ", VersionedConstants.Versions)}, got '{genesis.StarknetVersion}'"),
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = description.GasPrices,
            Limits = genesis.Limits ?? new ChainLimits(),
            BlockInterval = TimeSpan.FromMilliseconds(genesis.BlockIntervalMs),
            EmptyBlockInterval = TimeSpan.FromMilliseconds(genesis.EmptyBlockIntervalMs),
        };
    }

    /// <summary>What block 0 is computed from.</summary>
    public static GenesisDescription Description(GenesisFile genesis) => new()
    {
        ChainId = ChainId.FromName(genesis.ChainId),
        StarknetVersion = genesis.StarknetVersion,
        Timestamp = genesis.Timestamp,
    };
}
