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
        ulong parent = statement.FirstBlock - 1;
        List<BlockHeader> ancestors = [];
        for (ulong number = parent; number > 0 && ancestors.Count < BlockBundle.MaxAncestors; number--)
        {
            ancestors.Add(await source.HeaderAsync(number, cancellation).ConfigureAwait(false));
        }

        List<DecidedBlock> bodies = [];
        for (ulong number = statement.FirstBlock; withContent && number <= statement.LastBlock; number++)
        {
            Block block = await source.BlockAsync(number, cancellation).ConfigureAwait(false);
            bodies.Add(new DecidedBlock(block, await source.StateDiffAsync(number, cancellation).ConfigureAwait(false), null));
        }

        return new BlockBundle
        {
            Genesis = genesis,
            Proof = proof,
            Certificate = await source.CertificateAsync(statement.LastBlock, cancellation).ConfigureAwait(false) ?? default,
            ParentCertificate = parent == 0
                ? default
                : await source.CertificateAsync(parent, cancellation).ConfigureAwait(false) ?? default,
            Ancestors = [.. ancestors],
            Bodies = [.. bodies],
        };
    }
}
