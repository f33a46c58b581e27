using System.IO;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Blocks.Weights;

/// <summary>The estimate of hashing a class against numbers computed by hand from Starknet's formula.</summary>
public sealed class ClassHashingTests
{
    private static readonly Felt Large = 1UL << 63;

    [Fact]
    public void AFeltIsLargeFromTwoToTheSixtyThreeOn()
    {
        Assert.Equal((167L, 0L, 0L), Hash());

        // Two large felts fill one message: 216 + 100 - 26 steps.
        Assert.Equal((290L, 5L, 1L), Hash(Large, Felt.Zero - Felt.One));

        // One of each: ten words, one message that is not full.
        Assert.Equal((260L, 5L, 1L), Hash(Large, Large - Felt.One));

        // Nine small felts: 18 words, one full message and a second one.
        Assert.Equal((192L + (9 * 18) - 26, 12L, 2L), Hash(1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    [Fact]
    public void AClassOfTwoSegmentsIsTheSumOfItsHashes()
    {
        CasmClass casm = new()
        {
            CompilerVersion = "2.19.4",
            Bytecode = [1, 2, Large],
            Segments = SegmentLengths.Node([SegmentLengths.Leaf(2), SegmentLengths.Leaf(1)]),
            Hints = [],
            EntryPoints = new() { External = [new CasmEntryPoint(5, 0, ["range_check"])], L1Handler = [], Constructor = [] },
        };
        VmResources cost = ClassHashing.Of(casm);

        // 54 + 4 + 3 kinds of entry points at 21; two kinds hash nothing; one has an entry point of 34 steps with one builtin (8 words, 192
        // + 50), hashed as two large felts and a small one (18 words, 192 + 118 - 26); bytecode: 15 + 2 * 30, the segments (4 words, 192 +
        // 36) and (8 words, 192 + 50), and their list (20 words, 192 + 136 - 26); five large felts at the end (40 words, 192 + 250 - 52).
        long expected = 54 + 4 + (3 * 21) + (2 * 167) + 34 + 242 + 284 + 15 + 60 + 228 + 242 + 302 + 390;
        Assert.Equal(expected, cost.Steps);
        Assert.Equal(1L + 2 + 1 + 1 + 2 + 3, cost.Builtins[PricedBuiltin.Blake]);
        Assert.Equal((1L + 3) + (3 + 3) + (2 + 3) + (1 + 3) + (4 + 3) + (5 + 3), cost.Builtins[PricedBuiltin.RangeCheck]);
    }

    [Fact]
    public void SegmentsThatDoNotCoverTheBytecodeAreTakenAsOne()
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf("cairo", "own-contracts", "pairs_2_19_4", "hashes.casm.json"));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out _));
        CasmClass damaged = casm! with { Segments = SegmentLengths.Node([SegmentLengths.Leaf(casm.Bytecode.Length + 1)]) };
        Assert.Equal(ClassHashing.Of(casm with { Segments = null }).Steps, ClassHashing.Of(damaged).Steps);
    }

    private static (long Steps, long RangeChecks, long Blakes) Hash(params Felt[] felts)
    {
        VmResources resources = default;
        BlakeHashing.Add(ref resources, felts);
        return (resources.Steps, resources.Builtins[PricedBuiltin.RangeCheck], resources.Builtins[PricedBuiltin.Blake]);
    }
}
