using System;
using System.Globalization;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>Texts of frames in revert reasons: felts are written with all 64 digits.</summary>
internal static class FrameText
{
    internal static string Hex(in Felt value)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        value.WriteBigEndian(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }

    /// <summary>A felt in decimal, as some faults of system calls name it.</summary>
    internal static string Number(in Felt value) => value.ToBigInteger().ToString(CultureInfo.InvariantCulture);

    internal static string Entry(int depth, string preamble, in Felt contract, in Felt classHash, Felt? selector) =>
        FormattableString.Invariant($"{depth}: {preamble} (contract address: {Hex(contract)}, class hash: {Hex(classHash)}, ")
        + $"selector: {(selector is { } known ? Hex(known) : "UNKNOWN")}):";

    internal static string Panic(in Felt contract, in Felt classHash, in Felt selector) =>
        $"Error in contract (contract address: {Hex(contract)}, class hash: {Hex(classHash)}, selector: {Hex(selector)}):";
}
