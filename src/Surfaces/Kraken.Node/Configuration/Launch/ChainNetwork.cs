using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Execution.Classes;
using Kraken.Hashing;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.P2P;
using Kraken.State.Store;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Makes the files of a network: the genesis file, and a folder per validator with its keys and ports.</summary>
public static class ChainNetwork
{
    /// <summary>
    /// Computes block 0, draws the keys that are to be drawn and writes all files. What is wrong with the plan is said before any file is
    /// written.
    /// </summary>
    /// <param name="folder">The network's folder; a validator stands in the subfolder of its name.</param>
    /// <param name="plan">The chain.</param>
    /// <returns>The genesis file.</returns>
    /// <exception cref="InvalidDataException">The plan makes no chain.</exception>
    /// <exception cref="ArgumentException">It has not a name for each class.</exception>
    /// <exception cref="IOException">A file exists already; none is ever overwritten.</exception>
    public static GenesisFile Create(string folder, ChainPlan plan)
    {
        RequireNames(plan);
        GenesisFile content = WithContent(Unmanned(plan), plan);
        RequireKeys(plan.Validators);
        if (File.Exists(Path.Combine(folder, GenesisFile.FileName)))
        {
            throw new IOException($"{folder} holds a network already");
        }

        GenesisFile genesis = content with { Validators = [.. plan.Validators.Select(validator => Settled(folder, validator))] };

        // The genesis file comes last: a folder that has it is complete.
        genesis.Save(Path.Combine(folder, GenesisFile.FileName));
        return genesis;
    }

    /// <summary>The genesis file of a plan whose validators have their keys. Nothing is written.</summary>
    /// <exception cref="InvalidDataException">The plan makes no chain.</exception>
    /// <exception cref="ArgumentException">It has not a name for each class, or a validator without keys.</exception>
    public static GenesisFile FileOf(ChainPlan plan)
    {
        RequireNames(plan);
        return WithContent(Unmanned(plan), plan) with
        {
            Validators = [.. plan.Validators.Select(validator => EntryOf(
                validator, validator.Keys ?? throw new ArgumentException($"validator {validator.Name}: expected keys", nameof(plan))))],
        };
    }

    /// <summary>Writes a validator's folder, with keys where they are to be drawn.</summary>
    internal static GenesisValidator Settled(string folder, ValidatorPlan plan)
    {
        string home = Directory.CreateDirectory(Path.Combine(folder, plan.Name)).FullName;
        ValidatorKeys keys = plan.Keys ?? Drawn(home);
        new NodeFile
        {
            Validator = keys.Address.ToString(),
            Genesis = Path.Combine("..", GenesisFile.FileName),
            RpcHost = plan.RpcHost,
            RpcPort = plan.RpcPort,
        }
            .Save(Path.Combine(home, NodeFile.FileName));
        return EntryOf(plan, keys);
    }

    private static GenesisValidator EntryOf(ValidatorPlan plan, ValidatorKeys keys) => new()
    {
        Name = plan.Name,
        Address = keys.Address.ToString(),
        Weight = plan.Weight,
        SigningKey = keys.SigningKey,
        ConnectionKey = keys.ConnectionKey,
        Host = plan.Host,
        Port = plan.Port,
    };

    // A validator's address is the Starknet Keccak of its public signing key.
    private static ValidatorKeys Drawn(string home)
    {
        using ValidatorKey key = ValidatorKey.Generate();
        key.Save(Path.Combine(home, NodeFile.SigningKeyFile));
        return new ValidatorKeys(
            Keccak.StarknetKeccak(key.PublicKey), key.PublicKey, PeerCertificate.Create(Path.Combine(home, NodeFile.ConnectionKeyFile)));
    }

    // The file without validators, of whom block 0 knows nothing.
    private static GenesisFile Unmanned(ChainPlan plan) => new()
    {
        ChainId = plan.Description.ChainId.Name,
        Timestamp = plan.Description.Timestamp,
        StarknetVersion = plan.Description.StarknetVersion,
        BlockIntervalMs = plan.BlockIntervalMs,
        EmptyBlockIntervalMs = plan.EmptyBlockIntervalMs,
        Validators = [],
        Limits = plan.Limits,
        Prices = GenesisPrices.Of(plan.Description.GasPrices, plan.Description.Market),
        VersionedConstants = plan.Constants,
    };

    private static GenesisFile WithContent(GenesisFile genesis, ChainPlan plan)
    {
        GenesisFile unhashed = genesis with { Content = GenesisContent.Of(plan.Description, plan.ClassNames, default, default) };
        if ((unhashed.Limits?.Problem() ?? ChainRulesOf.FindProblem(unhashed)) is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        BlockRecord block = ChainRulesOf.Computed(unhashed, new ClassCompiler());
        return unhashed with
        {
            Content = unhashed.Content! with { BlockHash = block.Block.Header.Hash, StateRoot = block.Block.Header.StateRoot },
        };
    }

    private static void RequireNames(ChainPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.ClassNames.Length != plan.Description.Classes.Length)
        {
            throw new ArgumentException(
                $"expected a name for each of {plan.Description.Classes.Length} classes, got {plan.ClassNames.Length}", nameof(plan));
        }
    }

    private static void RequireKeys(ImmutableArray<ValidatorPlan> validators)
    {
        foreach ((ValidatorPlan plan, ValidatorKeys keys) in validators.Where(plan => plan.Keys is not null)
            .Select(plan => (plan, plan.Keys!)))
        {
            try
            {
                ValidatorId id = new(keys.Address);
                using CommitteeKeys signing = new(new Dictionary<ValidatorId, byte[]> { [id] = keys.SigningKey });
                using CommitteeKeys connection = new(new Dictionary<ValidatorId, byte[]> { [id] = keys.ConnectionKey });
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"validator {plan.Name}: {exception.Message}", exception);
            }
        }
    }
}
