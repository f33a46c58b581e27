using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Consensus.Engine.Messages;
using Kraken.Fields;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>Says whether a chain's committee decided a block, by its commit certificate. Safe for several threads.</summary>
public sealed class CertificateCheck : IDisposable
{
    private readonly IConsensusAlgorithm algorithm;
    private readonly Committee committee;
    private readonly CommitteeKeys keys;
    private readonly Authenticity authenticity;

    /// <summary>Takes the committee.</summary>
    /// <param name="algorithm">The algorithm whose certificates are read.</param>
    /// <param name="domain">What its signatures are bound to.</param>
    /// <param name="committee">The validators with their weights.</param>
    /// <param name="keys">Their signing keys (SubjectPublicKeyInfo, P-256).</param>
    /// <exception cref="InvalidDataException">A key is none.</exception>
    public CertificateCheck(
        IConsensusAlgorithm algorithm, SigningDomain domain, Committee committee, IReadOnlyDictionary<ValidatorId, byte[]> keys)
    {
        this.algorithm = algorithm;
        this.committee = committee;
        this.keys = new CommitteeKeys(keys);
        authenticity = new Authenticity(this.keys, algorithm, domain);
    }

    /// <summary>Says whether the committee decided a block.</summary>
    /// <param name="number">The height.</param>
    /// <param name="certificate">The certificate, of whatever origin; empty when there is none.</param>
    /// <param name="signers">The validators that signed, when it is good.</param>
    /// <returns>What is wrong; null when the committee decided the block.</returns>
    public string? FindProblem(ulong number, Felt hash, ReadOnlySpan<byte> certificate, out int signers)
    {
        signers = 0;
        if (CertificateCodec.Decode(certificate, algorithm) is not { } decoded)
        {
            return certificate.IsEmpty ? "there is no certificate" : $"{certificate.Length} bytes that are no certificate";
        }

        if (decoded.Height != number || decoded.Value.Hash != hash)
        {
            return $"expected a certificate of block {number} {hash}, got one of block {decoded.Height} {decoded.Value.Hash}";
        }

        signers = decoded.Statements.Count;
        return authenticity.Proves(decoded, committee)
            ? null
            : $"its {signers} signatures are not those of two thirds of the {committee.Validators.Count} validators of the genesis file";
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();
}
