using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Sync.Tests;

/// <summary>Four validators of equal weight that sign what a test tells them to.</summary>
internal sealed class TestCommittee : IDisposable
{
    internal const string ChainName = "SN_SEPOLIA";

    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());
    private readonly (ValidatorId Id, ValidatorKey Key)[] members =
        [.. Enumerable.Range(100, 4).Select(number => (new ValidatorId((ulong)number), ValidatorKey.Generate()))];

    public void Dispose() => Array.ForEach(members, member => member.Key.Dispose());

    internal CertificateCheck Check(Felt genesis) => new(
        Algorithm,
        new SigningDomain(ChainName, genesis, 0),
        new Committee(members.Select(member => (member.Id, 1UL))),
        members.ToDictionary(member => member.Id, member => member.Key.PublicKey));

    /// <summary>A certificate of a block.</summary>
    /// <param name="number">The height.</param>
    /// <param name="hash">The block's hash.</param>
    /// <param name="genesis">The chain that is signed for.</param>
    /// <param name="signers">How many of the four sign.</param>
    internal byte[] Certificate(ulong number, Felt hash, Felt genesis, int signers = 3)
    {
        SigningDomain domain = new(ChainName, genesis, 0);
        List<SignedVote> votes = [];
        foreach ((ValidatorId id, ValidatorKey key) in members.Take(signers))
        {
            Vote vote = new(VoteType.Precommit, number, 0, new ValueId(hash), id);
            votes.Add(new SignedVote(vote, key.Sign(Algorithm.SigningBytes(domain, vote))));
        }

        return CertificateCodec.Encode(Algorithm, new CommitCertificate(number, 0, new ValueId(hash), votes));
    }
}
