using System;
using System.Security.Cryptography;
using System.Threading;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Proving;

/// <summary>
/// The committee of a development chain whose blocks are proved: one validator, so that bundles and their checks are those of every chain.
/// Its key follows from a text that stands here, and everybody has it: its certificates say which blocks a process made, and to nobody who
/// did not run it that they were made by that process. Safe for several threads.
/// </summary>
public sealed class DevCommittee : IDisposable
{
    private readonly TendermintAlgorithm algorithm = new(new TendermintTimeouts(), new RotatingProposer());
    private readonly Lock gate = new();
    private readonly ECDsa key;
    private readonly SigningDomain domain;

    /// <summary>Takes the chain whose blocks are certified.</summary>
    /// <param name="chainId">Its name.</param>
    /// <param name="genesisHash">The hash of its block 0.</param>
    public DevCommittee(string chainId, Felt genesisHash)
    {
        // Half the size of the curve's order at most, whatever the text.
        byte[] secret = Keccak.StarknetKeccak("kraken dev: the validator whose key everybody has").ToBytesBigEndian();
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Address = Keccak.StarknetKeccak(PublicKey);
        domain = new SigningDomain(chainId, genesisHash, Epoch: 0);
    }

    /// <summary>The validator's public key (SubjectPublicKeyInfo, P-256).</summary>
    public byte[] PublicKey { get; }

    /// <summary>The validator's address, which follows from the key as every validator's does.</summary>
    public Felt Address { get; }

    /// <summary>The commit certificate of a block, as nodes keep it.</summary>
    public byte[] Certify(BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        ValueId block = new(header.Hash);
        Vote vote = new(VoteType.Precommit, header.Number, Round: 0, block, new ValidatorId(Address));
        SignedVote signed = new(vote, Sign(algorithm.SigningBytes(domain, vote)));
        return CertificateCodec.Encode(algorithm, new CommitCertificate(header.Number, Round: 0, block, [signed]));
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private byte[] Sign(byte[] message)
    {
        lock (gate)
        {
            return key.SignData(message, HashAlgorithmName.SHA256);
        }
    }
}
