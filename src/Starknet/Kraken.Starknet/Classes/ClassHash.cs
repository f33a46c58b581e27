using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sierra;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Classes;

/// <summary>The hash of a Sierra class, which names it on the chain.</summary>
public static class ClassHash
{
    private static readonly Felt Domain = Felt.FromShortString("CONTRACT_CLASS_V0.1.0");

    // A class goes through admission, compilation and blocks as one object, which is immutable: its hash is taken once.
    private static readonly ConditionalWeakTable<SierraClass, StrongBox<Felt>> KnownHashes = [];

    /// <summary>The class hash, below 2^251 - 256. The ABI enters as its very text. Computed once for an object.</summary>
    public static Felt Compute(SierraClass sierra) =>
        KnownHashes.GetValue(sierra, static unhashed => new StrongBox<Felt>(Hash(unhashed))).Value;

    /// <summary>What the hash is the Poseidon hash of, brought below the bound: version, entry points, ABI, program.</summary>
    public static Felt[] PartsOf(SierraClass sierra) =>
    [
        Domain,
        EntryPointsHash(sierra.EntryPoints.External),
        EntryPointsHash(sierra.EntryPoints.L1Handler),
        EntryPointsHash(sierra.EntryPoints.Constructor),
        Keccak.StarknetKeccak(sierra.Abi),
        Poseidon.HashMany(sierra.SierraProgram.AsSpan()),
    ];

    private static Felt Hash(SierraClass sierra) => ContractAddresses.Normalize(Poseidon.HashMany(PartsOf(sierra)));

    private static Felt EntryPointsHash(ImmutableArray<SierraEntryPoint> entryPoints) =>
        Poseidon.HashMany([.. entryPoints.SelectMany(entry => (Felt[])[entry.Selector, entry.FunctionIndex])]);
}
