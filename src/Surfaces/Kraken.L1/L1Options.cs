using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kraken.Fields;

namespace Kraken.L1;

/// <summary>Where a node finds the L1 of its chain.</summary>
/// <param name="Node">The JSON-RPC of an Ethereum node; may hold a key, so that it is never shown.</param>
/// <param name="Contract">The messaging contract.</param>
public sealed record L1Options(Uri Node, Felt Contract)
{
    private const int AddressDigits = 40;

    /// <summary>How many blocks must stand on one before its messages count.</summary>
    public ulong Confirmations { get; init; } = 16;

    /// <summary>The first block whose messages count; null for <see cref="L1Limits.Rewind"/> before the newest at the start.</summary>
    public ulong? FirstBlock { get; init; }

    /// <summary>What L1 costs at most.</summary>
    public L1Limits Limits { get; init; } = new();

    /// <summary>Reads an address of Ethereum: 0x and 40 digits.</summary>
    public static bool TryParseAddress(string? text, out Felt address)
    {
        address = default;
        return text is { Length: AddressDigits + 2 } && text.StartsWith("0x", StringComparison.Ordinal) && Felt.TryParse(text, out address);
    }

    /// <summary>Reads the address of a node: http or https.</summary>
    public static bool TryParseNode(string? text, [NotNullWhen(true)] out Uri? node) =>
        Uri.TryCreate(text, UriKind.Absolute, out node) && node.Scheme is "http" or "https" && text!.Length <= L1Limits.MaxUrlLength;

    /// <summary>An address of Ethereum as text.</summary>
    public static string AddressText(in Felt address)
    {
        string digits = Convert.ToHexStringLower(address.ToBytesBigEndian());
        return string.Create(CultureInfo.InvariantCulture, $"0x{digits[^AddressDigits..]}");
    }
}
