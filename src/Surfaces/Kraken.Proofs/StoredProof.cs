namespace Kraken.Proofs;

/// <summary>An entry of the store as it lies there; nothing in it is checked.</summary>
/// <param name="Manifest">What is said to be about the proof.</param>
/// <param name="Proof">The proof file.</param>
/// <param name="PublicInputs">The public inputs, JSON.</param>
public sealed record StoredProof(ProofManifest Manifest, byte[] Proof, byte[] PublicInputs);
