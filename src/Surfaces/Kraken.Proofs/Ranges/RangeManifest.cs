using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Fields;

namespace Kraken.Proofs.Ranges;

/// <summary>
/// What whoever stored a proof of blocks says about it; the bundle beside it is what a check reads. Times are milliseconds, sizes bytes.
/// </summary>
public sealed record RangeManifest
{
    /// <summary>The version of this format.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The largest manifest.</summary>
    public const int MaxBytes = 1 << 16;

    private const int MaxText = 256;

    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The hash of the chain's block 0.</summary>
    public required Felt Genesis { get; init; }

    /// <summary>The number of the first block.</summary>
    public required ulong FirstBlock { get; init; }

    /// <summary>The number of the last block.</summary>
    public required ulong LastBlock { get; init; }

    /// <summary>The hash of the block before the first, with which the proof begins.</summary>
    public required Felt ParentHash { get; init; }

    /// <summary>The hash of the last block, with which it ends.</summary>
    public required Felt LastHash { get; init; }

    /// <summary>The transactions of all blocks.</summary>
    public required ulong Transactions { get; init; }

    /// <summary>How many of them failed, paid, and left nothing else.</summary>
    public required ulong Reverted { get; init; }

    /// <summary>The hash of the block program.</summary>
    public required Felt ProgramHash { get; init; }

    /// <summary>The protocol version whose rules the program has.</summary>
    public required string ProtocolVersion { get; init; }

    /// <summary>The conjectured security of the proof, in bits.</summary>
    public required int SecurityBits { get; init; }

    /// <summary>The preprocessed trace variant.</summary>
    public required string PreprocessedTrace { get; init; }

    /// <summary>VM steps proved.</summary>
    public required long Steps { get; init; }

    /// <summary>Time to read the blocks from the node, to prove what it says, and to run the program.</summary>
    public required long RunMilliseconds { get; init; }

    /// <summary>Time to prove.</summary>
    public required long ProveMilliseconds { get; init; }

    /// <summary>Time to check the bundle.</summary>
    public required long VerifyMilliseconds { get; init; }

    /// <summary>The size of the proof.</summary>
    public required long ProofBytes { get; init; }

    /// <summary>The size of the bundle, which holds the proof and all that checking it takes.</summary>
    public required long BundleBytes { get; init; }

    /// <summary>The SHA-256 of the bundle, hexadecimal.</summary>
    public required string BundleSha256 { get; init; }

    /// <summary>When the proof was stored, UTC.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>The entry the proof is stored under.</summary>
    [JsonIgnore]
    public RangeKey Key => new(Genesis, FirstBlock, LastBlock);

    /// <summary>The file manifest.json.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProofStoreJson.Default.RangeManifest);

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="InvalidDataException">It is no manifest; the message says why.</exception>
    public static RangeManifest Read(ReadOnlySpan<byte> json) =>
        ManifestJson.Read(json, ProofStoreJson.Default.RangeManifest, manifest => manifest.Problem());

    private string? Problem() =>
        Schema != CurrentSchema ? $"expected schema {CurrentSchema}, got {Schema}"
        : FirstBlock > LastBlock ? $"expected a last block of at least {FirstBlock}, got {LastBlock}"
        : Reverted > Transactions ? $"expected at most {Transactions} reverted transactions, got {Reverted}"
        : ProtocolVersion.Length > MaxText || PreprocessedTrace.Length > MaxText || BundleSha256.Length > MaxText
            ? $"expected texts of at most {MaxText} characters"
        : Steps < 0 || RunMilliseconds < 0 || ProveMilliseconds < 0 || VerifyMilliseconds < 0 || ProofBytes < 0 || BundleBytes < 0
            ? "expected counts and times of at least 0"
        : null;
}
