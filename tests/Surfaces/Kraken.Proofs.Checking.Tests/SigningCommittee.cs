using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Proofs.Checking.Tests;

/// <summary>A committee of a test that signs what it is told to.</summary>
internal sealed class SigningCommittee : IDisposable
{
    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());
    private readonly ValidatorKey[] keys;
    private readonly string chainId;
    private readonly Felt genesis;

    public SigningCommittee(string chainId, Felt genesis, int members = 4)
    {
        this.chainId = chainId;
        this.genesis = genesis;
        keys = [.. Enumerable.Range(0, members).Select(_ => ValidatorKey.Generate())];
    }

    /// <summary>The members with the keys of their votes.</summary>
    public IEnumerable<(ValidatorId Id, byte[] Key)> Members => keys.Select((key, index) => (Id(index), key.PublicKey));

    /// <summary>What a genesis file with this committee stands for.</summary>
    public BlockAuthority Authority() => new(
        chainId,
        genesis,
        new Committee(keys.Select((_, index) => (Id(index), 1UL))),
        keys.Select((key, index) => (Id(index), key.PublicKey)).ToDictionary());

    /// <summary>A certificate of a block with the signatures of some members, ascending.</summary>
    public byte[] Certificate(ulong number, Felt hash, params IEnumerable<int> signers) => Certificate(number, hash, genesis, signers);

    /// <summary>The same, signed for another chain.</summary>
    public byte[] Certificate(ulong number, Felt hash, Felt signedFor, IEnumerable<int> signers)
    {
        SigningDomain domain = new(chainId, signedFor, 0);
        List<SignedVote> votes = [];
        foreach (int signer in signers)
        {
            Vote vote = new(VoteType.Precommit, number, 0, new ValueId(hash), Id(signer));
            votes.Add(new SignedVote(vote, keys[signer].Sign(Algorithm.SigningBytes(domain, vote))));
        }

        return CertificateCodec.Encode(Algorithm, new CommitCertificate(number, 0, new ValueId(hash), votes));
    }

    public void Dispose() => Array.ForEach(keys, key => key.Dispose());

    private static ValidatorId Id(int index) => new((ulong)index + 100);
}
