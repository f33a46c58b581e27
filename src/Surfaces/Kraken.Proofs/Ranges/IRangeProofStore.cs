using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Proofs.Ranges;

/// <summary>
/// Where proofs of blocks lie, and why blocks have none. An entry is there whole or not at all, is what its writer said, and may be
/// written by several processes. Members throw <see cref="IOException"/> where the store cannot be reached, read or written. Safe for
/// several threads.
/// </summary>
public interface IRangeProofStore
{
    /// <summary>Stores an entry durably; where one lies already, it stays as it is.</summary>
    Task PutAsync(RangeManifest manifest, ReadOnlyMemory<byte> bundle, CancellationToken cancellation);

    /// <summary>The manifest of an entry; null when there is none.</summary>
    /// <exception cref="InvalidDataException">What lies there is no manifest, or one about something else.</exception>
    Task<RangeManifest?> ManifestAsync(RangeKey key, CancellationToken cancellation);

    /// <summary>An entry whole; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A part is missing, too large, or about something else.</exception>
    Task<StoredRange?> ReadAsync(RangeKey key, CancellationToken cancellation);

    /// <summary>Opens the bundle of an entry; null when there is none. Whoever asked disposes the stream.</summary>
    Task<Stream?> OpenBundleAsync(RangeKey key, CancellationToken cancellation);

    /// <summary>Takes what lies at the place of an entry out of the way, and keeps it for whoever looks into the matter.</summary>
    Task SetAsideAsync(RangeKey key, CancellationToken cancellation);

    /// <summary>The entries of a chain by their first blocks, then by their last.</summary>
    Task<IReadOnlyList<RangeKey>> OfChainAsync(Felt genesis, CancellationToken cancellation);

    /// <summary>The entries of a chain that begin with a block, by their last blocks.</summary>
    Task<IReadOnlyList<RangeKey>> BeginningWithAsync(Felt genesis, ulong firstBlock, CancellationToken cancellation);

    /// <summary>Names a block without a proof; what was said of it before is replaced.</summary>
    Task PutUnprovedAsync(Felt genesis, UnprovedBlock block, CancellationToken cancellation);

    /// <summary>Why a block has no proof; null when nothing is said, or nothing that can be read.</summary>
    Task<UnprovedBlock?> UnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation);

    /// <summary>Forgets why a block has no proof: it has one now.</summary>
    Task ForgetUnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation);

    /// <summary>The numbers of the blocks that are named as without a proof, ascending.</summary>
    Task<IReadOnlyList<ulong>> UnprovedBlocksAsync(Felt genesis, CancellationToken cancellation);
}
