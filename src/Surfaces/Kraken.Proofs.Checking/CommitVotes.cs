using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Proofs.Checking;

/// <summary>Who voted for a block, as its certificate states; <see cref="BlockAuthority"/> checks the signatures.</summary>
/// <param name="Round">The round in which it was decided, from 0.</param>
/// <param name="Voters">Those whose votes are in the certificate, ascending by address.</param>
public sealed record CommitVotes(ulong Height, int Round, Felt BlockHash, ImmutableArray<Felt> Voters)
{
    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());

    /// <summary>Reads a certificate, of whatever origin; null where the bytes are none.</summary>
    public static CommitVotes? Read(ReadOnlySpan<byte> certificate) =>
        CertificateCodec.Decode(certificate, Algorithm) is CommitCertificate read
            ? new(
                read.Height,
                read.Round,
                read.DecidedValue.Hash,
                [.. read.Precommits.Select(precommit => precommit.Vote.Validator.Address)])
            : null;
}
