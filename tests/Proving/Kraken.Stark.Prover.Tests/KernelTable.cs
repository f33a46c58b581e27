using System;
using System.Collections.Generic;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Hashing;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Tests.Oracles;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// Every type of the namespace of kernels: a kernel with its scalar twin and the tests that compare both, or what only exists for a kernel
/// (lanes of a width, a direction, the addresses of factors) with the kernel that it is part of.
/// </summary>
internal static class KernelTable
{
    /// <summary>The kernels.</summary>
    public static IReadOnlyList<Kernel> Kernels { get; } =
    [
        new(typeof(Blake2sLanes), [new(typeof(Blake2s), nameof(Blake2s.Compress))],
        [
            Law<BlakeLaneTests>(nameof(BlakeLaneTests.CompressionsAreSingleOnes)),
            Law<KernelLawTests>(nameof(KernelLawTests.EightCompressionsAreEightSingleOnes)),
            Law<KernelLawTests>(nameof(KernelLawTests.DigestsAreReducedWordByWord)),
        ]),
        new(typeof(BlakePowKernel<>), [new(typeof(Blake2s), nameof(Blake2s.Hash)), new(typeof(NonceOracle), nameof(NonceOracle.Word0))],
        [
            Law<BlakeLaneTests>(nameof(BlakeLaneTests.FirstWordsOfNoncesAreThoseOfTheHash)),
            Law<BlakeLaneTests>(nameof(BlakeLaneTests.SearchesOfAllWidthsFindTheFirstNonce)),
        ]),
        new(typeof(CircleTransform), [new(typeof(CircleFft), nameof(CircleFft.Interpolate)), new(typeof(SmallTransform), null)],
        [
            Law<CircleTransformTests>(nameof(CircleTransformTests.InterpolationEqualsScalar)),
            Law<CircleTransformTests>(nameof(CircleTransformTests.EvaluationEqualsScalar)),
            Law<FftOracleTests>(nameof(FftOracleTests.ValuesOnTheFirstSlotsOfADomain)),
            Law<FftOracleTests>(nameof(FftOracleTests.CoefficientsOfTheFirstSlotsOfADomain)),
            Law<FftOracleTests>(nameof(FftOracleTests.WeightsAreTheForwardTransformWithInverseFactors)),
            Law<FftOracleTests>(nameof(FftOracleTests.ExtensionsArePartsOfTheirOwn)),
            Law<FftOracleTests>(nameof(FftOracleTests.PartsAndSlotsOfAnExtensionAreTheirOwn)),
        ]),
        new(typeof(CosetPrefixSum), [new(typeof(ScalarPrefixSum), nameof(ScalarPrefixSum.Accumulate))],
        [
            Law<PairWidthTests>(nameof(PairWidthTests.PrefixSums)),
            Law<KernelEdgeTests>(nameof(KernelEdgeTests.PrefixSumsEqualTheScalarOnesAtEverySize)),
        ]),
        new(typeof(FftButterfly), [new(typeof(ScalarM31), null), new(typeof(M31), "op_Multiply")],
            [Law<LaneLawTests>(nameof(LaneLawTests.ButterfliesFollowTheField))]),
        new(typeof(FftPass), [new(typeof(ScalarM31), null), new(typeof(SmallTransform), null)],
            [Law<KernelWidthTests>(nameof(KernelWidthTests.SweepsOfTheTransform))]),
        new(typeof(ForwardBase), [new(typeof(SmallTransform), nameof(SmallTransform.Forward))],
            [Law<KernelWidthTests>(nameof(KernelWidthTests.LowestLayersOfTheTransform))]),
        new(typeof(FractionBatch), [new(typeof(ScalarM31), null), new(typeof(QM31), nameof(QM31.Inverse))],
        [
            Law<KernelWidthTests>(nameof(KernelWidthTests.FractionsAreJoined)),
            Law<KernelWidthTests>(nameof(KernelWidthTests.ASingleFractionKeepsItsNumerator)),
            Law<KernelLawTests>(nameof(KernelLawTests.FractionsAreJoinedAsFractions)),
            Law<LaneLawTests>(nameof(LaneLawTests.SumsOfFractionsAreRunningSums)),
            Law<LaneLawTests>(nameof(LaneLawTests.AZeroDenominatorIsToldAtEveryWidth)),
        ]),
        new(typeof(FriFoldKernel), [new(typeof(ScalarFold), nameof(ScalarFold.Halve))],
        [
            Law<PairWidthTests>(nameof(PairWidthTests.Folds)),
            Law<KernelTests>(nameof(KernelTests.FoldingEqualsTheVerifiers)),
        ]),
        new(typeof(InverseBase), [new(typeof(SmallTransform), nameof(SmallTransform.Inverse)), new(typeof(BlockTransformOracle), null)],
            [Law<KernelWidthTests>(nameof(KernelWidthTests.LowestLayersOfTheTransform))]),
        new(typeof(LaneOperations), [new(typeof(ScalarM31), null), new(typeof(M31), "op_Addition")],
        [
            Law<KernelWidthTests>(nameof(KernelWidthTests.StripsOfTheField)),
            Law<KernelWidthTests>(nameof(KernelWidthTests.StripsWhoseWidthIsChosen)),
            Law<KernelLawTests>(nameof(KernelLawTests.StripsOfTheFieldFollowTheField)),
        ]),
        new(typeof(LanePairs), [new(typeof(LaneTransposition), null)],
        [
            Law<LaneLawTests>(nameof(LaneLawTests.PairsOfVectorsAreRowsOfWords)),
            Law<PairWidthTests>(nameof(PairWidthTests.LiftedSlots)),
        ]),
        new(typeof(LaneTransposition), [new(typeof(LaneTransposition), nameof(LaneTransposition.TransposePortable))],
            [Law<KernelLawTests>(nameof(KernelLawTests.LanesAreRearrangedAsByTheirPortableTwins))]),
        new(typeof(LeafLanes), [new(typeof(IMerkleChannel<>), nameof(IMerkleChannel<Felt>.HashLeaf))],
            [Law<MerkleWidthTests>(nameof(MerkleWidthTests.LeavesOfColumnsAreThoseOfTheHash))]),
        new(typeof(LiftedLanes), [new(typeof(LiftedIndex), nameof(LiftedIndex.ToColumn))],
        [
            Law<KernelLawTests>(nameof(KernelLawTests.LiftedColumnsAreReadAtTheirIndex)),
            Law<KernelEdgeTests>(nameof(KernelEdgeTests.LiftedIndicesAreTheVerifiers)),
        ]),
        new(typeof(LiftedSum), [new(typeof(ScalarLiftedSum), nameof(ScalarLiftedSum.Add))],
            [Law<KernelLawTests>(nameof(KernelLawTests.LiftedColumnsAreReadAtTheirIndex))]),
        new(
            typeof(MerkleLanes),
            [new(typeof(IMerkleChannel<>), nameof(IMerkleChannel<Felt>.HashNode)), new(typeof(ScalarMerkleTree<,>), null)],
            [Law<MerkleWidthTests>(nameof(MerkleWidthTests.LayersAreThoseOfTheHash))]),
        new(typeof(QuotientKernel), [new(typeof(QuotientOracle), nameof(QuotientOracle.Quotient))],
            [Law<QuotientTests>(nameof(QuotientTests.QuotientsEqualTheFormulaOnTheFirstPartOfTheDomain))]),
        new(typeof(SecureLeaves), [new(typeof(IMerkleChannel<>), nameof(IMerkleChannel<Felt>.HashLeaf))],
            [Law<MerkleWidthTests>(nameof(MerkleWidthTests.LeavesOfSecureValuesAreThoseOfTheHash))]),
        new(typeof(SecureOperations), [new(typeof(ScalarM31), null), new(typeof(QM31), "op_Multiply")],
        [
            Law<KernelWidthTests>(nameof(KernelWidthTests.SecureStrips)),
            Law<KernelWidthTests>(nameof(KernelWidthTests.StripsWhoseWidthIsChosen)),
            Law<LaneLawTests>(nameof(LaneLawTests.ScaledRowsAreProducts)),
        ]),
        new(typeof(SlotTransform), [new(typeof(SmallTransform), nameof(SmallTransform.Forward))],
        [
            Law<FftOracleTests>(nameof(FftOracleTests.PartsAndSlotsOfAnExtensionAreTheirOwn)),
            Law<CircleTransformTests>(nameof(CircleTransformTests.ValuesOfSomeSlotsAreThoseOfAll)),
        ]),
        new(typeof(WeightedSum), [new(typeof(QM31), "op_Multiply"), new(typeof(WeightedSumOracle), nameof(WeightedSumOracle.Row))],
        [
            Law<KernelWidthTests>(nameof(KernelWidthTests.SumsOfProductsAreTheScalarOnes)),
            Law<KernelLawTests>(nameof(KernelLawTests.WeightedSumsFollowTheirRows)),
            Law<KernelLawTests>(nameof(KernelLawTests.InnerProductsAreSumsOfProducts)),
            Law<KernelEdgeTests>(nameof(KernelEdgeTests.WideSumsOfTheLargestOperandsDoNotOverflow)),
            Law<LaneLawTests>(nameof(LaneLawTests.GatheredRegistersAreSummed)),
            Law<LaneLawTests>(nameof(LaneLawTests.ColumnsAreSummedSweepBySweep)),
        ]),
        new(typeof(WordOperations), [new(typeof(WordOracle), nameof(WordOracle.Binary)), new(typeof(M31), nameof(M31.Inverse))],
        [
            Law<KernelLawTests>(nameof(KernelLawTests.StripsOfWordsFollowTheWords)),
            Law<KernelLawTests>(nameof(KernelLawTests.StripsOfTheFieldFollowTheField)),
        ]),
    ];

    /// <summary>What is part of a kernel: its laws are the kernel's, at the width or in the direction that it gives it.</summary>
    public static IReadOnlyDictionary<Type, Type> Parts { get; } = new Dictionary<Type, Type>
    {
        [typeof(BaseFactors)] = typeof(ForwardBase),
        [typeof(BlakeLanes8)] = typeof(Blake2sLanes),
        [typeof(BlakeLanes16)] = typeof(Blake2sLanes),
        [typeof(BlockLanes8)] = typeof(ForwardBase),
        [typeof(BlockLanes16)] = typeof(ForwardBase),
        [typeof(FftFactors)] = typeof(CircleTransform),
        [typeof(ForwardFft)] = typeof(FftPass),
        [typeof(IBlakeLanes<>)] = typeof(Blake2sLanes),
        [typeof(IBlockLanes<>)] = typeof(ForwardBase),
        [typeof(IFftDirection)] = typeof(FftPass),
        [typeof(InverseFft)] = typeof(FftPass),
        [typeof(IWideAccumulator<,>)] = typeof(WeightedSum),
        [typeof(VectorHardware)] = typeof(LaneOperations),
        [typeof(WideAccumulator8)] = typeof(WeightedSum),
        [typeof(WideAccumulator16)] = typeof(WeightedSum),
    };

    private static Law Law<T>(string method) => new(typeof(T), method);
}
