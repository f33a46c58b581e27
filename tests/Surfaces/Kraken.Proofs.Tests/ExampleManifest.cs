using System;

namespace Kraken.Proofs.Tests;

/// <summary>A manifest with every member set; whoever needs another value changes it by <c>with</c>.</summary>
internal static class ExampleManifest
{
    /// <summary>About the proof of a call of "fib" in block 7.</summary>
    public static ProofManifest Value { get; } = new()
    {
        BlockNumber = 7,
        BlockHash = 1,
        TransactionHash = 2,
        ContractAddress = 3,
        EntryPoint = "fib",
        ProgramHash = 4,
        SecurityBits = 96,
        PreprocessedTrace = "canonical_small",
        Steps = 1000,
        RunMilliseconds = 1,
        ProveMilliseconds = 2,
        VerifyMilliseconds = 3,
        ProofBytes = 3,
        ProofSha256 = new string('a', 64),
        StoredAt = DateTimeOffset.UnixEpoch,
    };
}
