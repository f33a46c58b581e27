using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>
/// Gives the challenges of a genuine run whatever is mixed in, and takes any proof of work: what a forger would have who could choose his
/// challenges. With it a tampered part reaches the check that guards it, instead of changing the challenges of all checks.
/// </summary>
internal sealed class ReplayChannel(Queue<QM31> felts, Queue<uint[]> words) : IMerkleChannel<Blake2sHash>
{
    public static string Name => Blake2sChannel.Name;

    public static int GrindLowBits => Blake2sChannel.GrindLowBits;

    public static Blake2sHash EmptyRoot => Blake2sChannel.EmptyRoot;

    public static Blake2sHash HashLeaf(ReadOnlySpan<M31> row) => Blake2sChannel.HashLeaf(row);

    public static Blake2sHash HashNode(in Blake2sHash left, in Blake2sHash right) => Blake2sChannel.HashNode(left, right);

    public static void HashNodes(ReadOnlySpan<Blake2sHash> left, ReadOnlySpan<Blake2sHash> right, Span<Blake2sHash> parents) =>
        Blake2sChannel.HashNodes(left, right, parents);

    public void MixFelts(ReadOnlySpan<QM31> felts)
    {
    }

    public void MixU64(ulong value)
    {
    }

    public void MixRoot(in Blake2sHash root)
    {
    }

    public QM31 DrawSecureFelt() => felts.Dequeue();

    public void DrawSecureFelts(Span<QM31> drawn)
    {
        foreach (ref QM31 felt in drawn)
        {
            felt = felts.Dequeue();
        }
    }

    public int DrawU32s(Span<uint> drawn)
    {
        uint[] block = words.Dequeue();
        block.CopyTo(drawn);
        return block.Length;
    }

    public bool VerifyPow(int bits, ulong nonce) => true;
}
