using System;
using System.Security.Cryptography;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Tests;

/// <summary>A manifest of a proof of blocks with every member set; whoever needs another value changes it by <c>with</c>.</summary>
internal static class ExampleRange
{
    /// <summary>About a bundle, which need not be one.</summary>
    public static RangeManifest Of(Felt genesis, ulong first, ulong last, ReadOnlySpan<byte> bundle) => new()
    {
        Genesis = genesis,
        FirstBlock = first,
        LastBlock = last,
        ParentHash = first,
        LastHash = last,
        Transactions = 3,
        Reverted = 1,
        FirstBlockTime = 1_700_000_000,
        LastBlockTime = 1_700_000_010,
        ProgramHash = 4711,
        ProtocolVersion = "0.14.4",
        SecurityBits = 96,
        PreprocessedTrace = "canonical_small",
        Steps = 1000,
        Cells = [new ComponentCells("pedersen_aggregator", 600), new ComponentCells("add_opcode", 400)],
        MemoryBytes = 2L << 30,
        RunMilliseconds = 1,
        ProveMilliseconds = 2,
        VerifyMilliseconds = 3,
        ProofBytes = 3,
        BundleBytes = bundle.Length,
        BundleSha256 = Convert.ToHexStringLower(SHA256.HashData(bundle)),
        StoredAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_040),
    };
}
