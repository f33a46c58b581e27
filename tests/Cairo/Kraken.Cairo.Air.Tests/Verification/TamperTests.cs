using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;
using Xunit;
using static Kraken.Stark.VerifyErrorKind;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>Every part of a proof, tampered with, is refused with the error of its own check and never with an exception.</summary>
public sealed class TamperTests
{
    private static readonly CairoProof<Blake2sHash> Genuine =
        (CairoProof<Blake2sHash>)SharedProofs.Read("ret_opcode.canonical_small.proof.bin.bz2");
    private static readonly RecordingChannel<Blake2sChannel, Blake2sHash> Recorded = Record();

    private static StarkProof<Blake2sHash> Stark => Genuine.Stark;

    private static FriProof<Blake2sHash> Fri => Stark.Fri;

    [Fact]
    public void ParametersAreGuarded()
    {
        Refused(SecurityTooLow, WithConfig(Stark.Config with { PowBits = 25 }));
        Refused(SecurityTooLow, WithConfig(new PcsConfig(10, new(1, 0, 86, 3))));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { PowBits = 64 }));
        Refused(InteractionProofOfWork, WithConfig(Stark.Config with { MinLiftingLogSize = 1 }));
        Refused(PreprocessedRoot, WithConfig(Stark.Config with { MinLiftingLogSize = 22 }));
        Refused(PreprocessedRoot, WithConfig(Stark.Config with { MinLiftingLogSize = 30 }));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { MinLiftingLogSize = 31 }));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { MinLiftingLogSize = -1 }));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { FoldStep = 0 } }));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { FoldStep = 9 } }));
        Refused(InteractionProofOfWork, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogLastLayerDegreeBound = 1 } }));
        Refused(
            FriLastLayerDegree, Replayed(WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogLastLayerDegreeBound = 1 } })));
        Refused(FriLayerCount, Replayed(WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogLastLayerDegreeBound = 10 } })));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogLastLayerDegreeBound = 11 } }));
        Refused(UnsupportedConfig, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogBlowup = 0 } }));
        Refused(PreprocessedRoot, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { LogBlowup = 2 } }));
        Refused(InteractionProofOfWork, WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { QueryCount = 71 } }));
        Refused(FriLayerCount, Replayed(WithConfig(Stark.Config with { Fri = Stark.Config.Fri with { FoldStep = 2 } })));
        Refused(InteractionProofOfWork, Genuine with { ChannelSalt = 1 });
        Refused(PreprocessedRoot, Genuine with { Variant = PreprocessedVariant.Canonical });
        Refused(PreprocessedRoot, Genuine with { Variant = PreprocessedVariant.CanonicalWithoutPedersen });

        // The widest tree of each variant has a known root too: another's is refused, where an unknown one would be no tampering.
        CairoProof<Blake2sHash> lifted = WithConfig(Stark.Config with { MinLiftingLogSize = 30 });
        Refused(PreprocessedRoot, lifted with { Variant = PreprocessedVariant.Canonical });
    }

    [Fact]
    public void CommitmentsAreGuarded()
    {
        Refused(PreprocessedRoot, WithCommitment(0));
        Refused(InteractionProofOfWork, WithCommitment(1));
        Refused(OutOfDomain, WithCommitment(2));
        Refused(OutOfDomain, WithCommitment(3));
        for (int tree = 1; tree < 4; tree++)
        {
            Refused(MerkleRoot, Replayed(WithCommitment(tree)));
        }

        Refused(Structure, With(Stark with { Commitments = Stark.Commitments[..3] }));
        Refused(Structure, With(Stark with { Commitments = [.. Stark.Commitments, default] }));
    }

    [Fact]
    public void NoncesAreGuarded()
    {
        Refused(InteractionProofOfWork, Genuine with { InteractionPow = Genuine.InteractionPow + 1 });
        Refused(QueryProofOfWork, With(Stark with { ProofOfWork = Stark.ProofOfWork ^ 1 }));
    }

    [Fact]
    public void ClaimIsGuarded()
    {
        Refused(InteractionProofOfWork, WithSize("ret_opcode", 5));
        Refused(InteractionProofOfWork, WithClaim(c => c with { BigLogSizes = [4] }, Genuine.ClaimedSums.Length + 1));
        Refused(Structure, WithClaim(c => c with { BigLogSizes = [4] }, Genuine.ClaimedSums.Length));
        Refused(VerifyErrorKind.Claim, WithSize("ret_opcode", 3));
        Refused(VerifyErrorKind.Claim, WithSize("ret_opcode", 30));
        Refused(VerifyErrorKind.Claim, WithSize("memory_id_to_small", 21));
        Refused(VerifyErrorKind.Claim, WithSize("memory_address_to_id", 26));
        Refused(VerifyErrorKind.Claim, WithSize("memory_address_to_id", null));
        Refused(VerifyErrorKind.Claim, WithClaim(c => c with { BigLogSizes = null }, Genuine.ClaimedSums.Length));
        Refused(
            VerifyErrorKind.Claim, WithClaim(c => c with { BigLogSizes = [.. Enumerable.Repeat(4, 17)] }, Genuine.ClaimedSums.Length + 17));
        Refused(VerifyErrorKind.Claim, WithClaim(c => c with { LogSizes = new int?[68], BigLogSizes = [] }, 0));
        Refused(RelationUses, WithSize("ret_opcode", 29));
    }

    [Fact]
    public void PublicDataIsGuarded()
    {
        PublicData data = Genuine.Claim.PublicData;
        Refused(VerifyErrorKind.PublicData, WithData(data with { InitialState = data.InitialState with { Pc = 2 } }));
        Refused(
            VerifyErrorKind.PublicData, WithData(data with { InitialState = data.InitialState with { Ap = data.InitialState.Ap + 1 } }));
        Refused(VerifyErrorKind.PublicData, WithData(data with { FinalState = data.FinalState with { Pc = 6 } }));
        Refused(VerifyErrorKind.PublicData, WithData(data with { FinalState = data.FinalState with { Fp = 1 } }));
        Refused(VerifyErrorKind.PublicData, WithData(data with { FinalState = data.FinalState with { Ap = 1 << 29 } }));
        Refused(VerifyErrorKind.PublicData, WithData(data with { Program = [] }));
        Refused(VerifyErrorKind.PublicData, WithData(data with { Output = [new(1, Felt.One)] }));
        Refused(
            VerifyErrorKind.PublicData, WithData(data with { Program = Changed(data.Program, 0, cell => cell with { Value = Felt.One }) }));
        Refused(VerifyErrorKind.PublicData, WithData(
            data with { Segments = new(Changed(data.Segments.Ranges, 8, range => range with { Stop = new(1, range.Stop.Value + 1) })) }));
        Refused(
            InteractionProofOfWork, WithData(data with { Program = Changed(data.Program, 17, cell => cell with { Value = Felt.One }) }));
        Refused(InteractionProofOfWork, WithData(data with { SafeCallIds = (data.SafeCallIds.First + 1, 0) }));
        Refused(LogupSum, Replayed(WithData(data with { Program = Changed(data.Program, 17, cell => cell with { Value = Felt.One }) })));
        Refused(LogupSum, Replayed(WithData(data with { Program = Changed(data.Program, 17, cell => cell with { Id = cell.Id + 1 }) })));
        Refused(LogupSum, Replayed(WithData(data with { FinalState = data.FinalState with { Ap = data.FinalState.Ap + 1 } })));
    }

    [Fact]
    public void TheLargestPublicMemoryThatAFileCanHoldIsJudgedWithinTheBounds()
    {
        // A cell takes 36 bytes in the binary format, the one that takes the fewest.
        PublicData data = Genuine.Claim.PublicData;
        PublicCell[] cells = [.. data.Program, .. Enumerable.Repeat(new PublicCell(1, Felt.MinusOne), ProofDecoder.MaxBytes / 36)];
        Func<VerifyError?> judged = Replayed(WithData(data with { Program = cells }));
        TimeSpan start = ThreadTime.Now;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(LogupSum, judged);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
        Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void ClaimedSumsAreGuarded()
    {
        Refused(LogupSum, Genuine with { ClaimedSums = Changed(Genuine.ClaimedSums, 3, sum => sum + QM31.One) });
        QM31[] shifted = Changed(Changed(Genuine.ClaimedSums, 3, sum => sum + QM31.One), 4, sum => sum - QM31.One);
        Refused(OutOfDomain, Genuine with { ClaimedSums = shifted });
        Refused(OutOfDomain, Replayed(Genuine with { ClaimedSums = shifted }));
        Refused(Structure, Genuine with { ClaimedSums = Genuine.ClaimedSums[1..] });
    }

    [Fact]
    public void SampledValuesAreGuarded()
    {
        for (int tree = 0; tree < 4; tree++)
        {
            int column = Array.FindIndex(Stark.SampledValues[tree], samples => samples.Length > 0);
            Refused(OutOfDomain, WithSamples(tree, column, samples => Changed(samples, 0, value => value + QM31.One)));
            Refused(SampledValues, WithSamples(tree, column, samples => [.. samples, QM31.One]));
            Refused(SampledValues, WithSamples(tree, column, _ => []));
            Refused(SampledValues, With(Stark with { SampledValues = Changed(Stark.SampledValues, tree, columns => columns[1..]) }));
            Refused(Structure, With(Stark with { QueriedValues = Changed(Stark.QueriedValues, tree, columns => columns[1..]) }));
        }

        Refused(Structure, With(Stark with { SampledValues = Stark.SampledValues[..3] }));
    }

    [Fact]
    public void OpenedValuesAreGuarded()
    {
        for (int tree = 0; tree < 4; tree++)
        {
            Refused(MerkleRoot, WithOpened(tree, 0, column => Changed(column, 5, value => value + M31.One)));
            Refused(QueriedValues, WithOpened(tree, 1, column => column[1..]));
            Refused(MerkleRoot, WithWitness(tree, hashes => Changed(hashes, 0, _ => default)));
            Refused(MerkleWitnessTooShort, WithWitness(tree, hashes => hashes[1..]));
            Refused(MerkleWitnessTooLong, WithWitness(tree, hashes => [.. hashes, default]));
        }

        Refused(Structure, With(Stark with { Decommitments = Stark.Decommitments[..3] }));
        Refused(Structure, With(Stark with { QueriedValues = Stark.QueriedValues[..3] }));
    }

    [Fact]
    public void LowDegreeProofIsGuarded()
    {
        for (int layer = 0; layer <= Fri.InnerLayers.Length; layer++)
        {
            Refused(QueryProofOfWork, WithLayer(layer, l => l with { Commitment = default }));
            Refused(MerkleRoot, Replayed(WithLayer(layer, l => l with { Commitment = default })));
            Refused(FriWitnessTooLong, WithLayer(layer, l => l with { FriWitness = [.. l.FriWitness, QM31.One] }));
            Refused(MerkleWitnessTooLong, WithLayer(layer, l => l with { Decommitment = new([.. l.Decommitment.HashWitness, default]) }));
        }

        Refused(MerkleRoot, WithLayer(0, l => l with { FriWitness = Changed(l.FriWitness, 2, value => value + QM31.One) }));
        Refused(FriWitnessTooShort, WithLayer(1, l => l with { FriWitness = l.FriWitness[1..] }));
        Refused(MerkleWitnessTooShort, WithLayer(1, l => l with { Decommitment = new(l.Decommitment.HashWitness[1..]) }));
        Refused(FriLayerCount, With(Stark with { Fri = Fri with { InnerLayers = Fri.InnerLayers[1..] } }));
        Refused(FriLayerCount, With(Stark with { Fri = Fri with { InnerLayers = [.. Fri.InnerLayers, Fri.FirstLayer] } }));
        Refused(FriLastLayerDegree, With(Stark with { Fri = Fri with { LastLayer = [QM31.One, QM31.One] } }));
        Refused(FriLastLayerDegree, With(Stark with { Fri = Fri with { LastLayer = [] } }));
        Refused(QueryProofOfWork, With(Stark with { Fri = Fri with { LastLayer = [QM31.One] } }));
        Refused(FriLastLayerValue, Replayed(With(Stark with { Fri = Fri with { LastLayer = [QM31.One] } })));
    }

    [Fact]
    public void GenuineProofPassesTheReplayedChallenges() => Assert.Null(Replayed(Genuine)());

    [Fact]
    public void NoSingleAlteredByteIsAccepted()
    {
        byte[] bytes = Bzip2Codec.Decompress(SharedProofs.ReadBytes("ret_opcode.canonical_small.proof.bin.bz2"), 1 << 24);
        Random random = new(8);
        for (int i = 0; i < 200; i++)
        {
            byte[] altered = [.. bytes];
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(IsAccepted(altered), $"attempt {i}");
        }

        Assert.True(IsAccepted(bytes));
    }

    /// <summary>The decoder without its compression, which would take most of the time.</summary>
    private static bool IsAccepted(byte[] bincode)
    {
        try
        {
            BincodeSource source = new(bincode);
            return CairoVerifier.Verify(StructuredProofReader.Read(source)) is null && source.AtEnd;
        }
        catch (ProofFormatException)
        {
            return false;
        }
    }

    private static RecordingChannel<Blake2sChannel, Blake2sHash> Record()
    {
        RecordingChannel<Blake2sChannel, Blake2sHash> channel = new(new Blake2sChannel(), c => c.Digest.ToString());
        Assert.Null(CairoVerifier.Verify(channel, Genuine, VerifierPolicy.Default));
        return channel;
    }

    private static Func<VerifyError?> Replayed(CairoProof<Blake2sHash> proof) =>
        () => CairoVerifier.Verify(new ReplayChannel(new(Recorded.Felts), new(Recorded.Blocks)), proof, VerifierPolicy.Default);

    private static void Refused(VerifyErrorKind kind, CairoProof<Blake2sHash> proof) => Refused(kind, () => CairoVerifier.Verify(proof));

    private static void Refused(VerifyErrorKind kind, Func<VerifyError?> verify)
    {
        VerifyError? error = verify();
        Assert.NotNull(error);
        Assert.True(kind == error.Kind, $"expected {kind}, got {error}");
    }

    private static T[] Changed<T>(IReadOnlyList<T> values, int index, Func<T, T> change)
    {
        T[] result = [.. values];
        result[index] = change(result[index]);
        return result;
    }

    private static CairoProof<Blake2sHash> With(StarkProof<Blake2sHash> stark) => Genuine with { Stark = stark };

    private static CairoProof<Blake2sHash> WithConfig(PcsConfig config) => With(Stark with { Config = config });

    private static CairoProof<Blake2sHash> WithCommitment(int tree) =>
        With(Stark with { Commitments = Changed(Stark.Commitments, tree, _ => Stark.Decommitments[0].HashWitness[0]) });

    private static CairoProof<Blake2sHash> WithClaim(Func<CairoClaim, CairoClaim> change, int sums) => Genuine with
    {
        Claim = change(Genuine.Claim),
        ClaimedSums = [.. Genuine.ClaimedSums.Concat(Enumerable.Repeat(QM31.Zero, 17)).Take(sums)],
    };

    private static CairoProof<Blake2sHash> WithSize(string component, int? logSize)
    {
        int place = ClaimLayout.Components.ToList().FindIndex(c => c.Name == component);
        return WithClaim(c => c with { LogSizes = Changed(c.LogSizes, place, _ => logSize) }, Genuine.ClaimedSums.Length);
    }

    private static CairoProof<Blake2sHash> WithData(PublicData data) => Genuine with { Claim = Genuine.Claim with { PublicData = data } };

    private static CairoProof<Blake2sHash> WithSamples(int tree, int column, Func<QM31[], QM31[]> change) =>
        With(Stark with { SampledValues = Changed(Stark.SampledValues, tree, columns => Changed(columns, column, change)) });

    private static CairoProof<Blake2sHash> WithOpened(int tree, int column, Func<M31[], M31[]> change) =>
        With(Stark with { QueriedValues = Changed(Stark.QueriedValues, tree, columns => Changed(columns, column, change)) });

    private static CairoProof<Blake2sHash> WithWitness(int tree, Func<Blake2sHash[], Blake2sHash[]> change) =>
        With(Stark with
        {
            Decommitments = Changed(Stark.Decommitments, tree, d => new MerkleDecommitment<Blake2sHash>(change(d.HashWitness))),
        });

    private static CairoProof<Blake2sHash> WithLayer(int layer, Func<FriLayerProof<Blake2sHash>, FriLayerProof<Blake2sHash>> change) =>
        With(Stark with
    {
        Fri = layer == 0
            ? Fri with { FirstLayer = change(Fri.FirstLayer) }
            : Fri with { InnerLayers = Changed(Fri.InnerLayers, layer - 1, change) },
    });
}
