using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Starknet.Genesis;

namespace Kraken.Proofs.Checking.Tests;

/// <summary>A committee of a test that signs what it is told to.</summary>
internal sealed class SigningCommittee : IDisposable
{
    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());
    private readonly (ValidatorId Id, ValidatorKey Key)[] members;
    private readonly string chainId;
    private readonly Felt genesis;

    /// <summary>Four members with keys of their own.</summary>
    public SigningCommittee(string chainId, Felt genesis)
        : this(chainId, genesis, Enumerable.Range(0, 4).Select(index => (new ValidatorId((ulong)index + 100), ValidatorKey.Generate())))
    {
    }

    /// <summary>The members of a network, whose keys it disposes.</summary>
    public SigningCommittee(string chainId, Felt genesis, IEnumerable<(ValidatorId Id, ValidatorKey Key)> members)
    {
        this.chainId = chainId;
        this.genesis = genesis;
        this.members = [.. members];
    }

    /// <summary>The members with the keys of their votes.</summary>
    public IEnumerable<(ValidatorId Id, byte[] Key)> Members => members.Select(member => (member.Id, member.Key.PublicKey));

    /// <summary>What a genesis file with this committee stands for.</summary>
    public BlockAuthority Authority(Felt? feeToken = null) => new(
        chainId,
        genesis,
        new Committee(members.Select(member => (member.Id, 1UL))),
        members.Select(member => (member.Id, member.Key.PublicKey)).ToDictionary())
    {
        FeeToken = feeToken ?? WellKnownAddresses.FeeToken,
    };

    /// <summary>A certificate of a block with the signatures of some members, ascending.</summary>
    public byte[] Certificate(ulong number, Felt hash, params IEnumerable<int> signers) => Certificate(number, hash, genesis, signers);

    /// <summary>The same, signed for another chain.</summary>
    public byte[] Certificate(ulong number, Felt hash, Felt signedFor, IEnumerable<int> signers)
    {
        SigningDomain domain = new(chainId, signedFor, 0);
        List<SignedVote> votes = [];
        foreach (int signer in signers)
        {
            Vote vote = new(VoteType.Precommit, number, 0, new ValueId(hash), members[signer].Id);
            votes.Add(new SignedVote(vote, members[signer].Key.Sign(Algorithm.SigningBytes(domain, vote))));
        }

        return CertificateCodec.Encode(Algorithm, new CommitCertificate(number, 0, new ValueId(hash), votes));
    }

    public void Dispose() => Array.ForEach(members, member => member.Key.Dispose());
}
