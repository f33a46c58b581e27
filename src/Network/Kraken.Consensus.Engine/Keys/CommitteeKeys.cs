using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>The committee's public keys: says whether a message is authentic.</summary>
public sealed class CommitteeKeys : IDisposable
{
    private readonly Dictionary<ValidatorId, ECDsa> keys = [];
    private readonly Lock gate = new();

    /// <summary>Reads the validators' public keys (SubjectPublicKeyInfo).</summary>
    /// <param name="chain">The chain id, part of what is signed.</param>
    /// <param name="publicKeys">A key per validator.</param>
    /// <exception cref="InvalidDataException">Bytes that are no public key.</exception>
    public CommitteeKeys(string chain, IReadOnlyDictionary<ValidatorId, byte[]> publicKeys)
    {
        ArgumentNullException.ThrowIfNull(publicKeys);
        Chain = chain;
        foreach ((ValidatorId validator, byte[] bytes) in publicKeys)
        {
            ECDsa key = ECDsa.Create();
            try
            {
                key.ImportSubjectPublicKeyInfo(bytes, out _);
            }
            catch (CryptographicException error)
            {
                throw new InvalidDataException($"validator {validator}: expected a P-256 public key", error);
            }

            keys.Add(validator, key);
        }
    }

    /// <summary>The chain id.</summary>
    public string Chain { get; }

    /// <summary>True when the voter signed the vote.</summary>
    public bool Verify(SignedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return Verify(vote.Vote.Validator, Messages.MessageCodec.SigningBytes(Chain, vote.Vote), vote.Signature.Span);
    }

    /// <summary>True when the proposer signed the proposal.</summary>
    public bool Verify(SignedProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return Verify(proposal.Proposal.Proposer, Messages.MessageCodec.SigningBytes(Chain, proposal.Proposal), proposal.Signature.Span);
    }

    /// <summary>True when precommits of a quorum of the committee, each validator once, prove the decision.</summary>
    public bool Verify(CommitCertificate certificate, Committee committee)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(committee);
        UInt128 weight = 0;
        HashSet<ValidatorId> seen = [];
        foreach (SignedVote vote in certificate.Precommits)
        {
            Vote expected = new(VoteType.Precommit, certificate.Height, certificate.Round, certificate.Value, vote.Vote.Validator);
            if (vote.Vote != expected || !seen.Add(vote.Vote.Validator) || !Verify(vote))
            {
                return false;
            }

            weight += committee.Weight(vote.Vote.Validator);
        }

        return committee.IsQuorum(weight);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ECDsa key in keys.Values)
        {
            key.Dispose();
        }
    }

    private bool Verify(ValidatorId signer, byte[] message, ReadOnlySpan<byte> signature)
    {
        if (!keys.TryGetValue(signer, out ECDsa? key))
        {
            return false;
        }

        lock (gate)
        {
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256);
        }
    }
}
