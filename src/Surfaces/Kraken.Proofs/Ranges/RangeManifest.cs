using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
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
    public const int CurrentSchema = 2;

    /// <summary>The largest manifest.</summary>
    public const int MaxBytes = 1 << 16;

    /// <summary>The most components whose cells are stated; the prover has 68.</summary>
    public const int MaxComponents = 100;

    private const int MaxText = 256;

    // The last second of the calendar.
    private static readonly ulong MaxTime = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

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

    /// <summary>The first block's timestamp, seconds since 1970.</summary>
    public required ulong FirstBlockTime { get; init; }

    /// <summary>The last block's timestamp, not before the first's.</summary>
    public required ulong LastBlockTime { get; init; }

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

    /// <summary>The cells of the prover's trace by component, the most first; columns of fixed content do not count.</summary>
    public required ImmutableArray<ComponentCells> Cells { get; init; }

    /// <summary>The most memory of the proving process; <see cref="MemoryOf"/> says when. 0 where that is not known.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>What <see cref="MemoryBytes"/> is: manifests that do not say it have the most since the process began.</summary>
    public ProofMemory MemoryOf { get; init; } = ProofMemory.Process;

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

    /// <summary>The cells of all components.</summary>
    [JsonIgnore]
    public double TotalCells => Cells.Sum(part => (double)part.Cells);

    /// <summary>How long after its last block the proof was stored; not below 0, whatever the clocks say.</summary>
    [JsonIgnore]
    public TimeSpan Lag => Behind(LastBlockTime);

    /// <summary>How long after its first block the proof was stored.</summary>
    [JsonIgnore]
    public TimeSpan LongestLag => Behind(FirstBlockTime);

    /// <summary>"transaction" or "transactions", as behind the number of them.</summary>
    [JsonIgnore]
    public string TransactionsNoun => Transactions == 1 ? "transaction" : "transactions";

    /// <summary>The entry the proof is stored under.</summary>
    [JsonIgnore]
    public RangeKey Key => new(Genesis, FirstBlock, LastBlock);

    /// <summary>The file manifest.json.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProofStoreJson.Default.RangeManifest);

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="InvalidDataException">It is no manifest; the message says why.</exception>
    public static RangeManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            RangeManifest read = JsonSerializer.Deserialize(json, ProofStoreJson.Default.RangeManifest)
                ?? throw new InvalidDataException("manifest: expected an object, got null");
            return read.Problem() is { } problem ? throw new InvalidDataException($"manifest: {problem}") : read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"manifest: {exception.Message}", exception);
        }
    }

    private TimeSpan Behind(ulong blockTime)
    {
        TimeSpan behind = StoredAt - DateTimeOffset.FromUnixTimeSeconds((long)blockTime);
        return behind < TimeSpan.Zero ? TimeSpan.Zero : behind;
    }

    private string? Problem() =>
        Schema != CurrentSchema ? $"expected schema {CurrentSchema}, got {Schema}"
        : FirstBlock > LastBlock ? $"expected a last block of at least {FirstBlock}, got {LastBlock}"
        : Reverted > Transactions ? $"expected at most {Transactions} reverted transactions, got {Reverted}"
        : !Enum.IsDefined(MemoryOf) ? $"expected memory of {string.Join(" or ", Enum.GetNames<ProofMemory>())}, got {MemoryOf}"
        : ProtocolVersion.Length > MaxText || PreprocessedTrace.Length > MaxText || BundleSha256.Length > MaxText
            ? $"expected texts of at most {MaxText} characters"
        : FirstBlockTime > LastBlockTime || LastBlockTime > MaxTime
            ? $"expected block times in order and up to {MaxTime}, got {FirstBlockTime} and {LastBlockTime}"
        : Cells.IsDefault || Cells.Length > MaxComponents ? $"expected a list of at most {MaxComponents} components"
        : Cells.Any(part => part is not { Name.Length: <= MaxText, Cells: >= 0 })
            ? $"expected components with names of at most {MaxText} characters and cells of at least 0"
        : long.Min(Steps, MemoryBytes) < 0 || long.Min(ProofBytes, BundleBytes) < 0
            || RunMilliseconds < 0 || ProveMilliseconds < 0 || VerifyMilliseconds < 0
            ? "expected counts and times of at least 0"
        : null;
}

/// <summary>The cells of one component of a proof.</summary>
/// <param name="Name">The component, as the prover calls it.</param>
/// <param name="Cells">The cells of its rows, in the trace and in the columns of its lookups.</param>
public sealed record ComponentCells(string Name, long Cells);
