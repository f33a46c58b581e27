using System;
using System.Globalization;
using System.Security.Cryptography;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>A statement that was let pass to be signed: its slot, and what it said.</summary>
/// <param name="Content">SHA-256 of the bytes under the signature, hexadecimal.</param>
public sealed record SignedStep(StatementSlot Slot, string Content)
{
    /// <summary>The step of a statement.</summary>
    public static SignedStep Of(Statement statement, IConsensusAlgorithm algorithm, SigningDomain domain)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(algorithm);
        return new SignedStep(statement.Slot, Convert.ToHexStringLower(SHA256.HashData(algorithm.SigningBytes(domain, statement))));
    }

    /// <summary>One line: height, round, kind, content.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Slot.Height} {Slot.Round} {Slot.Kind} {Content}\n");

    /// <summary>Reads what <see cref="ToText"/> gives; null for anything else.</summary>
    public static SignedStep? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.TrimEnd('\n').Split(' ');
        CultureInfo culture = CultureInfo.InvariantCulture;
        return parts.Length == 4
            && ulong.TryParse(parts[0], NumberStyles.None, culture, out ulong height)
            && int.TryParse(parts[1], NumberStyles.None, culture, out int round)
            && byte.TryParse(parts[2], NumberStyles.None, culture, out byte kind)
            && parts[3].Length == 2 * SHA256.HashSizeInBytes
            ? new SignedStep(new StatementSlot(height, round, kind), parts[3])
            : null;
    }
}
