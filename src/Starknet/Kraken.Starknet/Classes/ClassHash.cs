using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Classes;

/// <summary>The hash of a Sierra class, which names it on the chain.</summary>
public static class ClassHash
{
    private static readonly Felt domain = Felt.FromShortString("CONTRACT_CLASS_V0.1.0");

    /// <summary>The class hash, below 2^251 - 256. The ABI enters as its very text.</summary>
    public static Felt Compute(SierraClass sierra) => ContractAddresses.Normalize(Poseidon.HashMany(
    [
        domain,
        EntryPointsHash(sierra.EntryPoints.External),
        EntryPointsHash(sierra.EntryPoints.L1Handler),
        EntryPointsHash(sierra.EntryPoints.Constructor),
        Keccak.StarknetKeccak(sierra.Abi),
        Poseidon.HashMany(sierra.SierraProgram.AsSpan()),
    ]));

    private static Felt EntryPointsHash(ImmutableArray<SierraEntryPoint> entryPoints) =>
        Poseidon.HashMany([.. entryPoints.SelectMany(entry => (Felt[])[entry.Selector, entry.FunctionIndex])]);
}
