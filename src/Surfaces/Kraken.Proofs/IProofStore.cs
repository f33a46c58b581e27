using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Proofs;

/// <summary>Keeps proofs with their public inputs and manifests. An entry is there whole or not at all.</summary>
public interface IProofStore
{
    /// <summary>Stores an entry; storing it again replaces nothing and succeeds.</summary>
    /// <param name="manifest">What the proof is about.</param>
    /// <param name="proof">The proof file.</param>
    /// <param name="publicInputs">The public inputs, JSON.</param>
    /// <param name="cancellation">Gives up before the entry becomes visible.</param>
    Task PutAsync(ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation);

    /// <summary>The manifest of an entry; null when there is none.</summary>
    Task<ProofManifest?> ManifestAsync(ProofKey key, CancellationToken cancellation);

    /// <summary>Opens the proof file of an entry; null when there is none.</summary>
    Stream? OpenProof(ProofKey key);

    /// <summary>Opens the public inputs of an entry; null when there is none.</summary>
    Stream? OpenPublicInputs(ProofKey key);

    /// <summary>The entries of a block, in order of transaction hash.</summary>
    IReadOnlyList<ProofKey> OfBlock(ulong blockNumber);

    /// <summary>The entries of the highest blocks first, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<ProofKey> Latest(int limit);

    /// <summary>The entry of a transaction; null when there is none.</summary>
    ProofKey? OfTransaction(string transactionHash);
}
