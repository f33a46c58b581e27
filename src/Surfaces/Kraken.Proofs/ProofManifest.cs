using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Fields;

namespace Kraken.Proofs;

/// <summary>
/// What whoever stored a proof says about it. Times are milliseconds, sizes are bytes. A check compares block, hashes, entry point,
/// program, security, trace variant and file; steps, times and the hour of storing stay the word of whoever wrote them.
/// </summary>
public sealed record ProofManifest
{
    /// <summary>The version of this format that is written; 1, which had sentences about the proof as well, is read too.</summary>
    public const int CurrentSchema = 2;

    /// <summary>The largest manifest.</summary>
    public const int MaxBytes = 1 << 16;

    private const int MaxText = 256;

    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The height of the block with the call.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The hash of the block with the call.</summary>
    public required Felt BlockHash { get; init; }

    /// <summary>Which transaction of the block made the call.</summary>
    public required Felt TransactionHash { get; init; }

    /// <summary>The contract whose entry point was proved.</summary>
    public required Felt ContractAddress { get; init; }

    /// <summary>The name or selector of the entry point.</summary>
    public required string EntryPoint { get; init; }

    /// <summary>The Blake hash of the program that was proved.</summary>
    public required Felt ProgramHash { get; init; }

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

    /// <summary>The entry the proof is stored under.</summary>
    [JsonIgnore]
    public ProofKey Key => new(BlockNumber, TransactionHash);

    /// <summary>The file manifest.json.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProofStoreJson.Default.ProofManifest);

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="InvalidDataException">It is no manifest; the message says why.</exception>
    public static ProofManifest Read(ReadOnlySpan<byte> json) =>
        ManifestJson.Read(json, ProofStoreJson.Default.ProofManifest, manifest => manifest.Problem());

    private string? Problem() =>
        Schema is < 1 or > CurrentSchema ? $"expected schema 1 to {CurrentSchema}, got {Schema}"
        : EntryPoint is null || PreprocessedTrace is null || ProofSha256 is null ? "expected texts, got null"
        : EntryPoint.Length > MaxText || PreprocessedTrace.Length > MaxText || ProofSha256.Length > MaxText
            ? $"expected texts of at most {MaxText} characters"
        : Steps < 0 || RunMilliseconds < 0 || ProveMilliseconds < 0 || VerifyMilliseconds < 0 || ProofBytes < 0
            ? "expected counts and times of at least 0"
        : null;
}
