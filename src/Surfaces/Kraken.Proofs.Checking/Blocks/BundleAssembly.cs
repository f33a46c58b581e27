using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Gathers what belongs to a proof of blocks from a node. The node's word is not taken: the check of the bundle finds what is false.
/// </summary>
public static class BundleAssembly
{
    /// <summary>
    /// Makes a stored bundle whole: asks a node for certificates, headers and content where they are wanted and lacking, and writes the
    /// proof in the format that is read fastest.
    /// </summary>
    /// <param name="bundle">The bundle, of which nothing is believed.</param>
    /// <param name="source">The node; null to ask none.</param>
    /// <param name="authority">Tells which of the nodes' certificates is good.</param>
    /// <param name="withContent">Whether the blocks themselves are part of it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The bundle; as it was where its proof states nothing about blocks.</returns>
    public static async Task<BlockBundle> CompleteAsync(
        BlockBundle bundle, IChainSource? source, BlockAuthority authority, bool withContent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        BlockBundle whole = withContent ? bundle : bundle with { Bodies = [] };
        if (!ProofDecoder.TryDecode(bundle.Proof.Span, out CairoProof? proof, out _)
            || !BlockStatement.TryParse(ProofStatement.Of(proof).Output.AsSpan(), out BlockStatement? statement, out _))
        {
            return whole;
        }

        whole = whole with { Proof = ProofEncoder.Encode(proof, ProofFormat.UnpackedBinary) };
        if (source is null)
        {
            return whole;
        }

        if (withContent && whole.Bodies.IsEmpty)
        {
            whole = whole with { Bodies = await ContentAsync(source, statement, cancellation).ConfigureAwait(false) };
        }

        return whole.Certificate.IsEmpty
            ? await WithAncestryAsync(source, whole, statement, authority, cancellation).ConfigureAwait(false)
            : whole;
    }

    private static async Task<ImmutableArray<DecidedBlock>> ContentAsync(
        IChainSource source, BlockStatement statement, CancellationToken cancellation)
    {
        List<DecidedBlock> bodies = [];
        for (ulong number = statement.FirstBlock; number <= statement.LastBlock; number++)
        {
            Block block = await source.BlockAsync(number, cancellation).ConfigureAwait(false);
            bodies.Add(new DecidedBlock(block, await source.StateDiffAsync(number, cancellation).ConfigureAwait(false), null));
        }

        return [.. bodies];
    }

    /// <summary>Adds what comes of the chain and not of the blocks: certificates, and the headers before the first block.</summary>
    /// <param name="source">The node.</param>
    /// <param name="bundle">The rest.</param>
    /// <param name="statement">What the proof states or will state of the blocks.</param>
    /// <param name="authority">Tells which of the source's certificates is good.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<BlockBundle> WithAncestryAsync(
        IChainSource source, BlockBundle bundle, BlockStatement statement, BlockAuthority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(authority);
        ulong parent = statement.FirstBlock - 1;
        List<BlockHeader> ancestors = [];
        for (ulong number = parent; number > 0 && ancestors.Count < BlockBundle.MaxAncestors; number--)
        {
            ancestors.Add(await source.HeaderAsync(number, cancellation).ConfigureAwait(false));
        }

        return bundle with
        {
            Certificate = await ChooseAsync(statement.LastBlock, statement.LastHash).ConfigureAwait(false),
            ParentCertificate = parent == 0 ? default : await ChooseAsync(parent, statement.ParentHash).ConfigureAwait(false),
            Ancestors = [.. ancestors],
        };

        async Task<ReadOnlyMemory<byte>> ChooseAsync(ulong number, Felt hash) =>
            authority.Choose(number, hash, await source.CertificatesAsync(number, cancellation).ConfigureAwait(false));
    }
}
