using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>
/// What an honest node takes for authentic must have been said: by an honest validator in this chain, or by a faulty one. The observer
/// knows what honest nodes let out; it looks at no signature.
/// </summary>
internal static class Provenance
{
    /// <summary>A node's machine is told that a message is authentic.</summary>
    public static void Check(World world, SimulatedNode node, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: { } content }:
                Check(world, node, content.Statements);
                if (content.Carried is { } carried && !IsDigest(carried))
                {
                    throw new InvariantException(Verdict.Invalid,
                        $"{node.Name} takes other bytes than were signed for the block of {content.Statements[0].Statement}");
                }

                break;
            case PeerMessage.Decided decided:
                Check(world, node, decided.Block.Certificate.Statements);
                break;
            default:
                break;
        }
    }

    /// <summary>A node takes statements for authentic.</summary>
    public static void Check(World world, SimulatedNode node, IReadOnlyList<SignedStatement> statements)
    {
        foreach (Statement statement in statements.Select(signed => signed.Statement))
        {
            List<SimulatedNode> authors = [.. world.NodesOf(statement.Author)];
            if (authors.TrueForAll(author => author.IsHonest && !world.Released.Knows(author.Index, statement)))
            {
                throw new InvariantException(Verdict.Invalid, $"{node.Name} believes {statement}, which nobody said");
            }
        }
    }

    private static bool IsDigest(CarriedBlock carried)
    {
        byte[] digest = SHA256.HashData(carried.Bytes.Span);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest) == carried.Digest.Low
            && System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest.AsSpan(16)) == carried.Digest.High;
    }
}
