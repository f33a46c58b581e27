using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>Who signed blocks: read from the node, and checked where the genesis file is at hand. Safe for several threads.</summary>
internal sealed class CertificateReader(NodeReader node, BlockAuthority? authority)
{
    private readonly BoundedCache<Felt, BlockCertificate> certificates = new(ExplorerLimits.RememberedBlocks);

    /// <summary>The chain's validators by the genesis file; null where it is not at hand.</summary>
    public BlockAuthority? Authority => authority;

    /// <summary>What the node gives as a block's certificate; null where it gives none at all.</summary>
    public async Task<BlockCertificate?> ReadAsync(BlockHeader header, CancellationToken cancellation)
    {
        if (certificates.TryGet(header.Hash, out BlockCertificate? known))
        {
            return known;
        }

        if (await node.CertificateAsync(header.Number, cancellation).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        BlockCertificate read = Read(header, bytes.Span);
        certificates.Set(header.Hash, read);
        return read;
    }

    private BlockCertificate Read(BlockHeader header, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return new(header.Number, null, false, null);
        }

        CommitVotes? votes = CommitVotes.Read(bytes);
        Felt hash = header.WithHash().Hash;
        string? problem = hash != header.Hash ? $"the node's header hashes to {hash}, not to the block's hash"
            : authority is not null ? authority.FindProblem(header.Number, header.Hash, bytes, out _)
            : votes is null ? $"{bytes.Length} bytes that are no certificate"
            : votes.Height != header.Number || votes.BlockHash != header.Hash ? "a certificate of another block"
            : null;
        return new(header.Number, votes, authority is not null && problem is null, problem);
    }
}
