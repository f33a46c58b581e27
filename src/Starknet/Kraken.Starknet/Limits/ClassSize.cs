using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Limits;

/// <summary>The size of a class, from its content alone, so that every node measures the same.</summary>
public static class ClassSize
{
    private const string Envelope =
        """{"sierra_program":[],"contract_class_version":"","entry_points_by_type":"""
        + """{"CONSTRUCTOR":[],"EXTERNAL":[],"L1_HANDLER":[]},"abi":""}""";

    private const string EntryPoint = """{"selector":,"function_idx":}""";

    // \u and four digits.
    private const int LongEscape = 6;

    /// <summary>The bytes of the class as JSON without spaces, characters escaped only where JSON demands it.</summary>
    public static long JsonBytes(SierraClass sierra)
    {
        ArgumentNullException.ThrowIfNull(sierra);
        long bytes = Envelope.Length + TextBytes(sierra.ContractClassVersion) + TextBytes(sierra.Abi);
        foreach (Felt felt in sierra.SierraProgram)
        {
            bytes += FeltBytes(felt) + 1;
        }

        return bytes + EntryPointBytes(sierra.EntryPoints.Constructor)
            + EntryPointBytes(sierra.EntryPoints.External) + EntryPointBytes(sierra.EntryPoints.L1Handler);
    }

    /// <summary>About how much memory the class takes.</summary>
    internal static long Memory(SierraClass sierra)
    {
        long entryPoints =
            sierra.EntryPoints.Constructor.Length + sierra.EntryPoints.External.Length + (long)sierra.EntryPoints.L1Handler.Length;
        return (Felt.ByteCount * (long)sierra.SierraProgram.Length) + (2L * sierra.Abi.Length) + ((Felt.ByteCount + 8) * entryPoints);
    }

    private static long EntryPointBytes(ImmutableArray<SierraEntryPoint> entryPoints)
    {
        long bytes = 0;
        foreach (SierraEntryPoint entryPoint in entryPoints)
        {
            bytes += EntryPoint.Length
                + 1 + FeltBytes(entryPoint.Selector) + entryPoint.FunctionIndex.ToString(CultureInfo.InvariantCulture).Length;
        }

        return bytes;
    }

    // "0x", the digits and the quotes.
    private static int FeltBytes(Felt felt)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        felt.WriteBigEndian(bytes);
        int zeros = bytes.IndexOfAnyExcept((byte)0);
        int digits = zeros < 0 ? 1 : (2 * (Felt.ByteCount - zeros)) - (bytes[zeros] < 16 ? 1 : 0);
        return digits + 4;
    }

    private static long TextBytes(string text)
    {
        long bytes = 0;
        foreach (char character in text)
        {
            bytes += character switch
            {
                '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 2,
                < ' ' => LongEscape,
                < '\u0080' => 1,
                < '\u0800' => 2,
                _ when char.IsSurrogate(character) => 2,
                _ => 3,
            };
        }

        return bytes;
    }
}
