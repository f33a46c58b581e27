using System;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Proofs.Ranges;

/// <summary>A block of which there is no proof, though a watcher came to it.</summary>
/// <param name="Number">The height.</param>
/// <param name="Reason">What stands in the way, or how the attempts ended; a sentence.</param>
/// <param name="Attempts">How often proving it was tried; 0 where the program does not state what the block holds.</param>
/// <param name="ProgramHash">The program by which it cannot be proved.</param>
/// <param name="At">When that was found, UTC.</param>
public sealed record UnprovedBlock(ulong Number, string Reason, int Attempts, Felt ProgramHash, DateTimeOffset At)
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 1 << 16;

    /// <summary>The longest reason that is kept.</summary>
    public const int MaxReason = 1000;

    /// <summary>The most attempts that are told.</summary>
    public const int MaxAttempts = 1000;

    /// <summary>Whether what the node gives of the block is not what its hash stands for, or what its execution gives.</summary>
    public bool Differs { get; init; }

    /// <summary>What became of the block, in a sentence.</summary>
    public string Text =>
        Differs ? $"differs from its hash or its execution: {Reason}"
        : Attempts == 0 ? $"not provable: {Reason}"
        : $"not proved after {Attempts} attempts: {Reason}";

    /// <summary>The file that says so; a longer reason than is kept is cut.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(Kept(), ProofStoreJson.Default.UnprovedBlock);

    /// <summary>Reads the file, of whatever origin; null for anything else. A longer reason than is kept is cut.</summary>
    public static UnprovedBlock? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProofStoreJson.Default.UnprovedBlock) is { Attempts: >= 0 and <= MaxAttempts } read
                ? read.Kept()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // What was cut before stays as it is.
    private UnprovedBlock Kept() =>
        Reason.Length <= MaxReason
        || (Reason.Length == MaxReason + ForeignText.Cut.Length && Reason.EndsWith(ForeignText.Cut, StringComparison.Ordinal))
            ? this
            : this with { Reason = Reason[..MaxReason] + ForeignText.Cut };
}
