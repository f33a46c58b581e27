using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Proofs.Checking.Chain;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Gathers what belongs to a proof of blocks from a node. The node's word is not taken: the check of the bundle finds what is false.
/// </summary>
public static class BundleAssembly
{
    /// <summary>Gathers a bundle.</summary>
    /// <param name="source">The node.</param>
    /// <param name="proof">The proof file.</param>
    /// <param name="statement">What it states.</param>
    /// <param name="genesis">The genesis file; empty to give none.</param>
    /// <param name="withContent">Whether the blocks themselves are part of it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<BlockBundle> GatherAsync(
        IBlockSource source,
        ReadOnlyMemory<byte> proof,
        BlockStatement statement,
        ReadOnlyMemory<byte> genesis,
        bool withContent,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(statement);
        List<DecidedBlock> bodies = [];
        for (ulong number = statement.FirstBlock; withContent && number <= statement.LastBlock; number++)
        {
            Block block = await source.BlockAsync(number, cancellation).ConfigureAwait(false);
            bodies.Add(new DecidedBlock(block, await source.StateDiffAsync(number, cancellation).ConfigureAwait(false), null));
        }

        BlockBundle bundle = new() { Genesis = genesis, Proof = proof, Certificate = default, Bodies = [.. bodies] };
        return await WithAncestryAsync(source, bundle, statement.FirstBlock, statement.LastBlock, cancellation).ConfigureAwait(false);
    }

    /// <summary>Adds what comes of the chain and not of the blocks: certificates, and the headers before the first block.</summary>
    /// <param name="source">The node.</param>
    /// <param name="bundle">The rest.</param>
    /// <param name="first">The first block.</param>
    /// <param name="last">The last block.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<BlockBundle> WithAncestryAsync(
        IBlockSource source, BlockBundle bundle, ulong first, ulong last, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ulong parent = first - 1;
        List<BlockHeader> ancestors = [];
        for (ulong number = parent; number > 0 && ancestors.Count < BlockBundle.MaxAncestors; number--)
        {
            ancestors.Add(await source.HeaderAsync(number, cancellation).ConfigureAwait(false));
        }

        return bundle with
        {
            Certificate = await source.CertificateAsync(last, cancellation).ConfigureAwait(false) ?? default,
            ParentCertificate = parent == 0
                ? default
                : await source.CertificateAsync(parent, cancellation).ConfigureAwait(false) ?? default,
            Ancestors = [.. ancestors],
        };
    }
}
