using System;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Kraken.Proofs;

/// <summary>What a stored proof is about. Field elements are hexadecimal text, times are milliseconds, sizes are bytes.</summary>
public sealed record ProofManifest
{
    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The block's number.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The block's hash.</summary>
    public required string BlockHash { get; init; }

    /// <summary>The transaction's hash.</summary>
    public required string TransactionHash { get; init; }

    /// <summary>The contract whose entry point was proved.</summary>
    public required string ContractAddress { get; init; }

    /// <summary>The name or selector of the entry point.</summary>
    public required string EntryPoint { get; init; }

    /// <summary>The Blake hash of the program that was proved.</summary>
    public required string ProgramHash { get; init; }

    /// <summary>The conjectured security of the proof, in bits.</summary>
    public required int SecurityBits { get; init; }

    /// <summary>The preprocessed trace variant.</summary>
    public required string PreprocessedTrace { get; init; }

    /// <summary>VM steps proved.</summary>
    public required long Steps { get; init; }

    /// <summary>Time to run the program again.</summary>
    public required long RunMilliseconds { get; init; }

    /// <summary>Time to prove.</summary>
    public required long ProveMilliseconds { get; init; }

    /// <summary>Time to verify after proving.</summary>
    public required long VerifyMilliseconds { get; init; }

    /// <summary>The size of the proof file.</summary>
    public required long ProofBytes { get; init; }

    /// <summary>The SHA-256 of the proof file, hexadecimal.</summary>
    public required string ProofSha256 { get; init; }

    /// <summary>When the proof was stored, UTC.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>What the proof states, a sentence each.</summary>
    public required ImmutableArray<string> Proves { get; init; }

    /// <summary>What the proof does not state, a sentence each.</summary>
    public required ImmutableArray<string> DoesNotProve { get; init; }

    /// <summary>The entry the proof is stored under.</summary>
    [JsonIgnore]
    public ProofKey Key => new(BlockNumber, TransactionHash);
}

/// <summary>Names a proof: a transaction in a block.</summary>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="TransactionHash">The transaction's hash, "0x" and lower-case hexadecimal digits.</param>
public readonly record struct ProofKey(ulong BlockNumber, string TransactionHash);
