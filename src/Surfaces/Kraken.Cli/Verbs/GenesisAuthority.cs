using System;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary>The committee of a genesis file, for the verbs that check what it decided.</summary>
internal static class GenesisAuthority
{
    /// <summary>The option that names the file.</summary>
    public static Option<string?> Option() => new("--genesis")
    {
        Description =
            "The network's genesis.json, by whose committee certificates are checked; without it a bundle's own is taken.",
    };

    /// <summary>Reads the committee; null without a file.</summary>
    /// <exception cref="InvalidDataException">The file is no genesis file.</exception>
    [return: NotNullIfNotNull(nameof(path))]
    public static BlockAuthority? Open(string? path) => path is null ? null : Open(GenesisFile.Load(path), path);

    /// <summary>The check of proofs of a chain, by the program that this build's sources compile to.</summary>
    public static BlockProofCheck Check(BlockAuthority authority) => new(authority, [ProvenProgram.Current]);

    /// <summary>The committee of a genesis file that was read.</summary>
    /// <param name="genesis">The file.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="budget">How much gas its constructors may take; null for a file that the user chose.</param>
    /// <exception cref="InvalidDataException">It has a key that is none, or no block 0.</exception>
    public static BlockAuthority Open(GenesisFile genesis, string path, GenesisBudget? budget = null)
    {
        try
        {
            // Block 0 is computed, never asked for: votes are bound to its hash.
            Felt hash = ChainRulesOf.FirstBlock(genesis, new ClassCompiler(), budget).Block.Header.Hash;
            return new BlockAuthority(genesis.ChainId, hash, genesis.Committee(), genesis.SigningKeys())
            {
                FeeToken = ChainRulesOf.Description(genesis).FeeTokenAddress,
                Names = genesis.Validators.ToDictionary(validator => validator.Id.Address, validator => validator.Name),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }
}
