using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Verification;

/// <summary>
/// The steps of the Fiat-Shamir transcript that are peculiar to Cairo proofs; prover and verifier both take them from here.
/// </summary>
public static class CairoTranscript
{
    /// <summary>Bits of the proof of work between the base trace's root and the lookup elements.</summary>
    public const int InteractionPowBits = 24;

    /// <summary>Starts a transcript: the salt, then the parameters.</summary>
    public static void MixStart(IChannel channel, uint salt, PcsConfig config)
    {
        channel.MixFelts([M31.Reduce(salt)]);
        FriParameters(channel, config);
    }

    /// <summary>
    /// Mixes the claim: which components, their sizes, the program's length, then the public data with hashes of output and program.
    /// </summary>
    /// <param name="known">A program whose hash need not be computed again where the claim's is the same; null for none.</param>
    /// <typeparam name="TChannel">Gives the hash of a leaf.</typeparam>
    /// <typeparam name="THash">A tree node.</typeparam>
    public static void MixClaim<TChannel, THash>(TChannel channel, CairoClaim claim, KnownProgram? known = null)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        uint[] bits = EnableBits(claim);
        MixWords(channel, [(uint)bits.Length]);
        MixWords(channel, bits);
        MixWords(channel, [.. claim.Instances().Select(instance => (uint)instance.LogSize)]);
        MixWords(channel, [(uint)claim.PublicData.Program.Length]);
        MixWords(channel, PublicWords(claim.PublicData));
        channel.MixRoot(TChannel.HashLeaf(ValueLimbs(Values(claim.PublicData.Output))));
        channel.MixRoot(ProgramLeaf<TChannel, THash>(claim.PublicData.Program, known));
    }

    /// <summary>Draws z and alpha, one pair for all relations.</summary>
    public static LookupElements DrawLookupElements(IChannel channel)
    {
        Span<QM31> drawn = stackalloc QM31[2];
        channel.DrawSecureFelts(drawn);
        return new(drawn[0], drawn[1]);
    }

    /// <summary>One bit per component, sixteen for memory_id_to_big.</summary>
    private static uint[] EnableBits(CairoClaim claim)
    {
        List<uint> bits = [];
        for (int i = 0; i < claim.LogSizes.Length; i++)
        {
            if (i == ClaimLayout.MemoryIdToBig)
            {
                int parts = claim.BigLogSizes?.Length ?? 0;
                bits.AddRange(Enumerable.Range(0, ClaimLayout.MaxBigInstances).Select(part => part < parts ? 1U : 0U));
            }
            else
            {
                bits.Add(claim.LogSizes[i] is null ? 0U : 1U);
            }
        }

        return [.. bits];
    }

    /// <summary>States, segments, ids of the safe call, of the output and of the program.</summary>
    private static uint[] PublicWords(PublicData data) =>
    [
        data.InitialState.Pc, data.InitialState.Ap, data.InitialState.Fp,
        data.FinalState.Pc, data.FinalState.Ap, data.FinalState.Fp,
        .. data.Segments.Ranges.SelectMany(range => (uint[])[range.Start.Id, range.Start.Value, range.Stop.Id, range.Stop.Value]),
        data.SafeCallIds.First, data.SafeCallIds.Second,
        .. data.Output.Select(cell => cell.Id),
        .. data.Program.Select(cell => cell.Id),
    ];

    private static THash ProgramLeaf<TChannel, THash>(PublicCell[] program, KnownProgram? known)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        typeof(TChannel) == typeof(Blake2sChannel) && known is not null && known.Holds(program) && known.Leaf is THash leaf
            ? leaf
            : TChannel.HashLeaf(ValueLimbs(Values(program)));

    private static Felt[] Values(PublicCell[] cells) => Array.ConvertAll(cells, cell => cell.Value);

    /// <summary>The values of cells, 28 limbs of 9 bits each: a leaf to hash.</summary>
    internal static M31[] ValueLimbs(ReadOnlySpan<Felt> values)
    {
        M31[] limbs = new M31[values.Length * FeltLimbs.Count];
        Span<uint> words = stackalloc uint[FeltLimbs.Count];
        for (int i = 0; i < values.Length; i++)
        {
            FeltWords.ToLimbs(values[i], words);
            for (int k = 0; k < words.Length; k++)
            {
                limbs[(i * words.Length) + k] = M31.FromCanonical(words[k]);
            }
        }

        return limbs;
    }

    private static void FriParameters(IChannel channel, PcsConfig config) => channel.MixFelts(
    [
        new QM31(config.PowBits, config.Fri.LogBlowup, config.Fri.QueryCount, config.Fri.LogLastLayerDegreeBound),
        new QM31(config.Fri.FoldStep, config.MinLiftingLogSize, 0, 0),
    ]);

    /// <summary>Mixes words below p, four to an element, padded with zeros.</summary>
    private static void MixWords(IChannel channel, ReadOnlySpan<uint> words)
    {
        QM31[] felts = new QM31[(words.Length + 3) / 4];
        Span<M31> part = stackalloc M31[4];
        for (int i = 0; i < felts.Length; i++)
        {
            part.Clear();
            for (int k = 0; k < 4 && (4 * i) + k < words.Length; k++)
            {
                part[k] = M31.Reduce(words[(4 * i) + k]);
            }

            felts[i] = new(part[0], part[1], part[2], part[3]);
        }

        channel.MixFelts(felts);
    }
}
