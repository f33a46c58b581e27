using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Tests;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.StarknetOs.Hints;
using Kraken.StarknetOs.Runs;
using Kraken.StarknetOs.Tests.Programs;
using Xunit;

namespace Kraken.StarknetOs.Tests.Hints;

/// <summary>Which of the hints that an operating system has are answered.</summary>
public sealed class HintNameTests
{
    // What a state diff that is encrypted or given as blobs needs, and what blocks have that are refused before the run: Cairo 0 classes,
    // classes to be migrated, SHA-2, the curves.
    private static readonly string[] LeftOut =
    [
        "ComputeIdsLow", "EnterScopeDeprecatedSyscallHandler", "GenerateKeysUsingSha256Hash", "GetClassHashAndCompiledClassFact",
        "GuessKzgCommitmentsAndStoreDaSegment", "LoadDeprecatedClass", "LoadDeprecatedClassInner", "NaiveUnpackFelt252ToU32s",
        "ReadEcPointFromAddress", "RelocateSha256Segment", "RelocateSha512Segment", "SetApToSegmentHashPoseidon", "SetEncryptedStart",
        "WriteSplitResult", "WriteSyscallResultDeprecated",
    ];

    // Names that stand for texts of the library, or for system calls of Cairo 0.
    private static readonly string[] Texts =
    [
        "AssertCaseIsRight", "BuildDescentMap", "CallContract", "DecodeNode", "DecodeNode2", "EmitEvent", "EnterScopeDescendEdge",
        "EnterScopeLeftChild", "EnterScopeNewNode", "EnterScopeNextNodeBit0", "EnterScopeNextNodeBit1", "EnterScopeNode",
        "EnterScopeRightChild", "GetBlockNumber", "GetBlockTimestamp", "GetCallerAddress", "GetContractAddress", "GetSequencerAddress",
        "GetTxInfo", "GetTxSignature", "HeightIsZeroOrLenNodePreimageIsTwo", "IsCaseRight", "IsOnCurve", "LibraryCall",
        "LibraryCallL1Handler", "LoadBottom", "LoadEdge", "Log2Ceil", "PreparePreimageValidationNonDeterministicHashes", "ReplaceClass",
        "SearchSortedOptimistic", "SegmentsAdd", "SelectBuiltin", "SelectedBuiltins", "SendMessageToL1", "SetApToDescend", "SetBit",
        "Sha256Finalize", "Sha512Finalize", "SplitDescend", "StorageRead", "StorageWrite", "WriteCaseNotLeftToAp",
    ];

    [Theory]
    [InlineData("test_empty_multi_block")]
    [InlineData("test_meta_tx")]
    [InlineData("test_new_syscalls_flow_use_kzg_da_true_n_blocks_5")]
    [InlineData("test_os_logic_n_blocks_3_with_0_private_keys")]
    public void WhatBlocksNeedIsThereOrLeftOutByName(string scenario)
    {
        using JsonDocument coverage = JsonDocument.Parse(RepositoryData.Read("starknet", "os", $"hint_coverage_{scenario}.json"));
        string[] names = [.. coverage.RootElement.EnumerateArray().SelectMany(entry => entry.EnumerateObject())
            .Select(property => property.Value.GetString()!)];
        IReadOnlyDictionary<string, HintFactory> known = Known();
        Assert.Empty(names.Except(known.Keys).Except(Texts).Except(LeftOut));
        Assert.Empty(LeftOut.Intersect(known.Keys));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void OfTheGivenProgramOnlyThoseAreUnknown()
    {
        Cairo0Hints hints = new(GivenProgram.Value.Framed, Known());
        Assert.Empty(hints.Unknown.Where(text => !text.Contains('\n') && !text.Contains(' ')).Except(LeftOut));
        Assert.Equal(
            Library, hints.Unknown.Where(text => text.Contains('\n') || text.Contains(' ')).Select(Cairo0Hints.KeyOf).Order());
    }

    // Of the library: a product in the field of BLS12-381, a point of a curve, and the end of SHA-256.
    private static readonly string[] Library =
        ["667ea55eba8f1a03b402df85fadb7542", "9d363d66216647685681fc8548b04fba", "f252ad9653462664fe7eb9b7f17e84c8"];

    private static IReadOnlyDictionary<string, HintFactory> Known()
    {
        OwnBlocks chain = new();
        chain.Add();
        BlockWitness witness = chain.Witness();
        return OsHints.Over(new OsRunState(witness, BlockRecorder.Record(witness).Blocks));
    }
}
