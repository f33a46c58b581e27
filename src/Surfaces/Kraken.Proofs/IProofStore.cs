using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Proofs;

/// <summary>
/// Keeps proofs with their public inputs and manifests. An entry is there whole or not at all, and is what its writer said.
/// </summary>
public interface IProofStore
{
    /// <summary>Stores an entry; where one lies already, it stays as it is.</summary>
    /// <param name="manifest">What the proof is about.</param>
    /// <param name="proof">The proof file.</param>
    /// <param name="publicInputs">The public inputs, JSON.</param>
    /// <param name="cancellation">Gives up before the entry becomes visible.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    Task PutAsync(ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation);

    /// <summary>The manifest of an entry; null when there is none.</summary>
    /// <exception cref="InvalidDataException">What lies there is no manifest, or one about something else.</exception>
    ProofManifest? Manifest(ProofKey key);

    /// <summary>An entry whole; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A part is missing, too large, or about something else.</exception>
    StoredProof? Read(ProofKey key);

    /// <summary>Opens the proof file of an entry; null when there is none.</summary>
    Stream? OpenProof(ProofKey key);

    /// <summary>Opens the public inputs of an entry; null when there is none.</summary>
    Stream? OpenPublicInputs(ProofKey key);

    /// <summary>Takes what lies at the place of an entry out of the way, and keeps it for whoever looks into the matter.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    void SetAside(ProofKey key);

    /// <summary>The entries of a block, in order.</summary>
    IReadOnlyList<ProofKey> OfBlock(ulong blockNumber);

    /// <summary>The entries in order, those of the highest blocks first.</summary>
    /// <param name="limit">The most entries.</param>
    /// <param name="after">The entry after which to begin; null for the first.</param>
    IReadOnlyList<ProofKey> Latest(int limit, ProofKey? after = null);

    /// <summary>The entry of a transaction; null when there is none.</summary>
    ProofKey? OfTransaction(Felt transactionHash);
}
