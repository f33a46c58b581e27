using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>A channel that writes down the digest after every mix and every drawn secure felt, as the transcript files have them.</summary>
internal sealed class RecordingChannel<TChannel, THash>(TChannel inner, Func<TChannel, string> digest) : IMerkleChannel<THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    public static string Name => TChannel.Name;

    public static int GrindLowBits => TChannel.GrindLowBits;

    public static THash EmptyRoot => TChannel.EmptyRoot;

    internal List<string> Events { get; } = [];

    internal List<uint> Words { get; } = [];

    internal List<uint[]> Blocks { get; } = [];

    internal List<QM31> Felts { get; } = [];

    public static THash HashLeaf(ReadOnlySpan<M31> row) => TChannel.HashLeaf(row);

    public static THash HashNode(in THash left, in THash right) => TChannel.HashNode(left, right);

    public static void HashNodes(ReadOnlySpan<THash> left, ReadOnlySpan<THash> right, Span<THash> parents) =>
        TChannel.HashNodes(left, right, parents);

    public void MixFelts(ReadOnlySpan<QM31> felts)
    {
        inner.MixFelts(felts);
        Record();
    }

    public void MixU64(ulong value)
    {
        inner.MixU64(value);
        Record();
    }

    public void MixRoot(in THash root)
    {
        inner.MixRoot(root);
        Record();
    }

    public QM31 DrawSecureFelt()
    {
        QM31 value = inner.DrawSecureFelt();
        Events.Add(Text(value));
        Felts.Add(value);
        return value;
    }

    public void DrawSecureFelts(Span<QM31> felts)
    {
        inner.DrawSecureFelts(felts);
        foreach (QM31 felt in felts)
        {
            Events.Add(Text(felt));
            Felts.Add(felt);
        }
    }

    public int DrawU32s(Span<uint> words)
    {
        int count = inner.DrawU32s(words);
        Words.AddRange(words[..count]);
        Blocks.Add(words[..count].ToArray());
        return count;
    }

    public bool VerifyPow(int bits, ulong nonce) => inner.VerifyPow(bits, nonce);

    internal static string Text(QM31 value) => $"[{value[0].Value},{value[1].Value},{value[2].Value},{value[3].Value}]";

    private void Record() => Events.Add(digest(inner));
}
