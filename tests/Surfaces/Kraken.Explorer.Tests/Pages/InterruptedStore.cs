using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>A store that can be away.</summary>
internal sealed class InterruptedStore(IRangeProofStore store) : IRangeProofStore
{
    public bool IsAway { get; set; }

    private IRangeProofStore Store => IsAway ? throw new IOException("no route to the store") : store;

    public Task PutAsync(RangeManifest manifest, ReadOnlyMemory<byte> bundle, CancellationToken cancellation) =>
        Store.PutAsync(manifest, bundle, cancellation);

    public Task<RangeManifest?> ManifestAsync(RangeKey key, CancellationToken cancellation) => Store.ManifestAsync(key, cancellation);

    public Task<StoredRange?> ReadAsync(RangeKey key, CancellationToken cancellation) => Store.ReadAsync(key, cancellation);

    public Task<Stream?> OpenBundleAsync(RangeKey key, CancellationToken cancellation) => Store.OpenBundleAsync(key, cancellation);

    public Task SetAsideAsync(RangeKey key, CancellationToken cancellation) => Store.SetAsideAsync(key, cancellation);

    public Task<IReadOnlyList<RangeKey>> OfChainAsync(Felt genesis, CancellationToken cancellation) =>
        Store.OfChainAsync(genesis, cancellation);

    public Task<IReadOnlyList<RangeKey>> BeginningWithAsync(Felt genesis, ulong firstBlock, CancellationToken cancellation) =>
        Store.BeginningWithAsync(genesis, firstBlock, cancellation);

    public Task PutUnprovedAsync(Felt genesis, UnprovedBlock block, CancellationToken cancellation) =>
        Store.PutUnprovedAsync(genesis, block, cancellation);

    public Task<UnprovedBlock?> UnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        Store.UnprovedAsync(genesis, block, cancellation);

    public Task ForgetUnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        Store.ForgetUnprovedAsync(genesis, block, cancellation);

    public Task<IReadOnlyList<ulong>> UnprovedBlocksAsync(Felt genesis, CancellationToken cancellation) =>
        Store.UnprovedBlocksAsync(genesis, cancellation);
}
