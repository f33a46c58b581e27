using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.BlockProof.Stateless;
using Kraken.Farm.Witnesses;

namespace Kraken.Farm.Jobs;

/// <summary>Jobs as JSON: every member once, no other, and each in its one form.</summary>
public static class RangeJobCodec
{
    /// <summary>The most bytes of a message.</summary>
    public const int MaxBytes = 4096;

    private const int DigestDigits = 2 * SHA256.HashSizeInBytes;
    private const int MaxParameters = 64;

    /// <summary>The bytes of a message.</summary>
    public static byte[] Encode(RangeJob job) => JsonSerializer.SerializeToUtf8Bytes(job, FarmJson.Default.RangeJob);

    /// <summary>Reads a message of whatever origin; never throws on its content.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="problem">Where the message is none: what was expected, what was there.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out RangeJob? job, [NotNullWhen(false)] out string? problem)
    {
        job = null;
        if (message.Length > MaxBytes)
        {
            problem = $"job: expected at most {MaxBytes} bytes, got {message.Length}";
            return false;
        }

        try
        {
            job = JsonSerializer.Deserialize(message, FarmJson.Default.RangeJob);
            problem = job is null ? "job: expected an object, got null" : FindProblem(job);
        }
        catch (JsonException exception)
        {
            problem = $"job, {exception.Path ?? "text"}: {exception.Message}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            problem = $"job: {exception.Message}";
        }

        job = problem is null ? job : null;
        return job is not null;
    }

    /// <summary>Whether a text is a SHA-256 as hexadecimal digits, lower case.</summary>
    internal static bool IsDigest(string text) => text.Length == DigestDigits && text.All(char.IsAsciiHexDigitLower);

    private static string? FindProblem(RangeJob job) =>
        job.Schema != RangeJob.CurrentSchema ? $"job, schema: expected {RangeJob.CurrentSchema}, got {job.Schema}"
        : job.FirstBlock == 0 ? "job, first_block: expected at least 1, got 0"
        : job.LastBlock < job.FirstBlock || job.LastBlock - job.FirstBlock >= StatelessRangeCodec.MaxBlocks
            ? $"job, last_block: expected one of {StatelessRangeCodec.MaxBlocks} from {job.FirstBlock} on, got {job.LastBlock}"
        : !IsDigest(job.WitnessSha256) ? $"job, witness_sha256: expected {DigestDigits} hexadecimal digits, got other text"
        : job.WitnessKey != RangeJob.KeyOf(job.Key, job.WitnessSha256)
            ? "job, witness_key: expected the one of its blocks and digest, got another"
        : job.WitnessBytes is < 1 or > RangeWitnessCodec.MaxBytes
            ? $"job, witness_bytes: expected 1 to {RangeWitnessCodec.MaxBytes}, got {job.WitnessBytes}"
        : job.Parameters.Length is 0 or > MaxParameters || !job.Parameters.All(IsNameLetter)
            ? $"job, parameters: expected a name of 1 to {MaxParameters} letters, digits and hyphens, got other text"
        : job.Attempts is < 0 or > RangeJob.MaxCount ? $"job, attempts: expected 0 to {RangeJob.MaxCount}, got {job.Attempts}"
        : job.Refusals is < 0 or > RangeJob.MaxCount ? $"job, refusals: expected 0 to {RangeJob.MaxCount}, got {job.Refusals}"
        : job.DecidedAt.Offset != TimeSpan.Zero ? "job, decided_at: expected a time in UTC, got one with an offset"
        : null;

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '-';
}
