using System;
using System.IO;
using System.Text;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.State.Store;

namespace Kraken.Node;

/// <summary>The rules, the genesis description and the first block that a genesis file stands for.</summary>
public static class ChainRulesOf
{
    /// <summary>The rules.</summary>
    /// <exception cref="InvalidDataException">The protocol version is unknown, or the constants are none.</exception>
    public static ChainRules Genesis(GenesisFile genesis)
    {
        GenesisDescription description = Description(genesis);
        ChainLimits limits = LimitsOf(genesis, description);
        return new ChainRules
        {
            Chain = new ChainInfo(description.ChainId, description.FeeTokenAddress)
            {
                ProofConfigHash = limits.Transaction.ProofPolicy is null
                    ? null
                    : ChainInfo.ConfigHashOf(description.ChainId, description.FeeTokenAddress, genesis.StarknetVersion),
            },
            Constants = Constants(genesis),
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = description.GasPrices,
            Market = description.Market,
            Limits = limits,
            BlockInterval = TimeSpan.FromMilliseconds(genesis.BlockIntervalMs),
            EmptyBlockInterval = TimeSpan.FromMilliseconds(genesis.EmptyBlockIntervalMs),
        };
    }

    /// <summary>What block 0 is computed from.</summary>
    /// <exception cref="InvalidDataException">A class of the genesis is none, or not the one that is said.</exception>
    public static GenesisDescription Description(GenesisFile genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        GenesisDescription description = new()
        {
            ChainId = ChainId.FromName(genesis.ChainId),
            StarknetVersion = genesis.StarknetVersion,
            Timestamp = genesis.Timestamp,
        };
        if (genesis.Prices is { } prices)
        {
            description = description with { GasPrices = prices.ToPrices(), Market = prices.Market?.ToMarket() };
        }

        return genesis.Content?.AddTo(description) ?? description;
    }

    /// <summary>Computes block 0.</summary>
    /// <param name="genesis">The file.</param>
    /// <param name="compiler">Compiles its classes.</param>
    /// <param name="budget">How much gas its constructors may take; null for a file that the user chose.</param>
    /// <exception cref="InvalidDataException">It cannot be made, or is not the block that the file says.</exception>
    public static BlockRecord FirstBlock(GenesisFile genesis, ClassCompiler compiler, GenesisBudget? budget = null)
    {
        BlockRecord block = Computed(genesis, compiler, budget);
        return genesis.Content is { } content && content.BlockHash != block.Block.Header.Hash
            ? throw new InvalidDataException(
                $"content.block_hash: this program makes block 0 {block.Block.Header.Hash} (state root {block.Block.Header.StateRoot}) of "
                + $"the genesis file, which says {content.BlockHash} (state root {content.StateRoot})")
            : block;
    }

    /// <summary>Computes block 0, whatever the file says of it.</summary>
    /// <exception cref="InvalidDataException">It cannot be made.</exception>
    internal static BlockRecord Computed(GenesisFile genesis, ClassCompiler compiler, GenesisBudget? budget = null) =>
        GenesisBlock.Create(Description(genesis), compiler, Constants(genesis), budget);

    /// <summary>What is wrong with what block 0 is made of, found without making it; null when nothing is.</summary>
    internal static string? FindProblem(GenesisFile genesis, GenesisBudget? budget = null)
    {
        try
        {
            return genesis.Content?.NullEntry()
                ?? NameProblem("chain_id", genesis.ChainId)
                ?? NameProblem("starknet_version", genesis.StarknetVersion)
                ?? (budget is null ? null : GenesisWork.FindProblem(genesis, budget))
                ?? ConstantsProblem(genesis)
                ?? GenesisCheck.FindProblem(Description(genesis));
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    private static string? NameProblem(string place, string name) =>
        name.Length is >= 1 and <= GenesisBounds.MaxNameLength && Ascii.IsValid(name)
            ? null
            : $"{place}: expected 1 to {GenesisBounds.MaxNameLength} ASCII characters, got '{name}'";

    private static string? ConstantsProblem(GenesisFile genesis) =>
        genesis.VersionedConstants is not { } own ? null
        : VersionedConstants.Versions.Contains(genesis.StarknetVersion)
            ? $"starknet_version: expected a name of its own for versioned_constants of its own, got {genesis.StarknetVersion}"
        : VersionedConstants.TryParse(Encoding.UTF8.GetBytes(own.GetRawText()), out _, out string? error) ? null
        : $"versioned_constants: {error}";

    private static VersionedConstants Constants(GenesisFile genesis)
    {
        if (genesis.VersionedConstants is { } own)
        {
            return VersionedConstants.TryParse(Encoding.UTF8.GetBytes(own.GetRawText()), out VersionedConstants? read, out string? error)
                ? read
                : throw new InvalidDataException($"versioned_constants: {error}");
        }

        return VersionedConstants.ForVersion(genesis.StarknetVersion)
            ?? throw new InvalidDataException(
                $"starknet_version: expected one of {string.Join(", ", VersionedConstants.Versions)}, got '{genesis.StarknetVersion}'");
    }

    // Where gas costs nothing, nobody has to offer anything.
    private static ChainLimits LimitsOf(GenesisFile genesis, GenesisDescription description)
    {
        ChainLimits limits = genesis.Limits ?? new ChainLimits();
        return description.GasPrices.L2Gas.InFri == 0 && description.Market is null && limits.Transaction.MinL2GasPrice is null
            ? limits with { Transaction = limits.Transaction with { MinL2GasPrice = 0 } }
            : limits;
    }
}
