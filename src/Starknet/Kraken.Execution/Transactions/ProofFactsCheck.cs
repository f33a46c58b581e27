using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>
/// What must hold of the facts that a transaction says were proved of an execution on an older block: a proof of a version and program
/// that the protocol allows, of a block of this chain whose hash contracts can read, under this chain's configuration. The proof itself is
/// no part of a block; who takes the transaction in verifies it, as the chain's policy says.
/// </summary>
internal static class ProofFactsCheck
{
    private const int LeastFacts = 7;

    private static readonly Felt Variant = Felt.FromShortString("VIRTUAL_SNOS");
    private static readonly Felt OutputVersion = Felt.FromShortString("VIRTUAL_SNOS0");

    /// <summary>Checks; nothing where there are no facts.</summary>
    /// <exception cref="RejectionException">They do not hold, or the chain takes none.</exception>
    internal static void Require(BlockContext block, JournaledState state, ReadOnlySpan<Felt> facts)
    {
        if (!facts.IsEmpty && Problem(block, state, facts) is { } problem)
        {
            throw new RejectionException(RejectionKind.InvalidProofFacts, $"Invalid proof facts: {problem}.");
        }
    }

    private static string? Problem(BlockContext block, JournaledState state, ReadOnlySpan<Felt> facts)
    {
        if (block.Chain.ProofConfigHash is not { } config)
        {
            return "client-side proofs are not accepted by this chain";
        }

        if (facts.Length < LeastFacts)
        {
            return $"expected at least {LeastFacts} facts, got {facts.Length}";
        }

        AllowedProofs allowed = block.Constants.Proofs;
        SystemContracts system = block.Constants.System;
        if (!allowed.Versions.Contains(facts[0]))
        {
            return $"proof version {facts[0]} is not allowed under this protocol version";
        }

        if (facts[1] != Variant || facts[3] != OutputVersion)
        {
            return $"expected facts of kind {Variant} and version {OutputVersion}, got {facts[1]} and {facts[3]}";
        }

        if (!allowed.Programs.Contains(facts[2]))
        {
            return $"the program of hash {facts[2]} is not allowed";
        }

        if (!facts[4].TryToUInt64(out ulong number) || block.Block.Number < system.BlockHashBuffer
            || number > block.Block.Number - system.BlockHashBuffer)
        {
            return $"block {facts[4]} is not {system.BlockHashBuffer} blocks older than block {block.Block.Number}";
        }

        Felt stored = state.StorageAt(system.BlockHashes, number);
        return facts[5].IsZero || facts[5] != stored ? $"the hash of block {number} is {stored}, not {facts[5]}"
            : facts[6] != config ? $"the chain's configuration has hash {config}, not {facts[6]}"
            : null;
    }
}
