using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>Says whether the validators named in a message signed it. Safe for several threads.</summary>
/// <param name="verifier">Checks signatures.</param>
/// <param name="algorithm">Says what bytes are signed.</param>
/// <param name="domain">What signatures are bound to.</param>
public sealed class Authenticity(ISignatureVerifier verifier, IConsensusAlgorithm algorithm, SigningDomain domain)
{
    /// <summary>True when every statement of a message is signed by its author, and a carried block is the one that was signed.</summary>
    public bool Holds(PeerMessage message) => message switch
    {
        PeerMessage.Consensus { Message: { } content } => content.Carried is null or { IsIntact: true } && Holds(content.Statements),
        PeerMessage.Decided decided => Holds(decided.Block.Certificate.Statements),
        _ => true,
    };

    /// <summary>True when a certificate's statements are signed and prove its value by the weight of the committee.</summary>
    public bool Proves(Certificate certificate, Committee committee)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return algorithm.Proves(certificate, committee) && Holds(certificate.Statements);
    }

    private bool Holds(IReadOnlyList<SignedStatement> statements)
    {
        foreach (SignedStatement signed in statements)
        {
            if (!verifier.Verify(signed.Statement.Author, algorithm.SigningBytes(domain, signed.Statement), signed.Signature.Span))
            {
                return false;
            }
        }

        return true;
    }
}
