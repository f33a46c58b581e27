using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Sierra;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.State.Codecs;

/// <summary>
/// Sierra classes as validators exchange them: felts by their significant bytes, the ABI as UTF-8. Nothing is escaped, so a class is
/// never longer here than as JSON, and one content has one encoding.
/// </summary>
public static class SierraClassCodec
{
    private const int MaxVersionBytes = 16;

    /// <summary>The bytes of a class.</summary>
    public static byte[] Encode(SierraClass sierra)
    {
        ArgumentNullException.ThrowIfNull(sierra);
        ByteWriter writer = new();
        writer.Text(sierra.ContractClassVersion);
        writer.Int32(sierra.SierraProgram.Length);
        foreach (Felt felt in sierra.SierraProgram)
        {
            WriteFelt(writer, felt);
        }

        WriteEntryPoints(writer, sierra.EntryPoints.Constructor);
        WriteEntryPoints(writer, sierra.EntryPoints.External);
        WriteEntryPoints(writer, sierra.EntryPoints.L1Handler);
        writer.Text(sierra.Abi);
        return writer.ToArray();
    }

    /// <summary>Reads a class; false when the bytes are not exactly one.</summary>
    /// <param name="bytes">Foreign bytes.</param>
    /// <param name="maxBytes">The largest class of the chain, encoded.</param>
    /// <param name="sierra">The class.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, int maxBytes, [NotNullWhen(true)] out SierraClass? sierra)
    {
        sierra = null;
        if (bytes.Length > maxBytes)
        {
            return false;
        }

        ByteReader reader = new(bytes);
        byte[] version = reader.Bytes(MaxVersionBytes);
        ImmutableArray<Felt> program = ReadFelts(ref reader);
        EntryPoints<SierraEntryPoint> entryPoints = new()
        {
            Constructor = ReadEntryPoints(ref reader),
            External = ReadEntryPoints(ref reader),
            L1Handler = ReadEntryPoints(ref reader),
        };
        byte[] abi = reader.Bytes(maxBytes);
        if (!reader.Succeeded || !TryText(version, out string? versionText) || !TryText(abi, out string? abiText))
        {
            return false;
        }

        sierra =
            new SierraClass { ContractClassVersion = versionText!, SierraProgram = program, EntryPoints = entryPoints, Abi = abiText! };
        return true;
    }

    private static void WriteFelt(ByteWriter writer, Felt felt)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        felt.WriteBigEndian(bytes);
        int zeros = bytes.IndexOfAnyExcept((byte)0);
        ReadOnlySpan<byte> significant = zeros < 0 ? [] : bytes[zeros..];
        writer.Byte((byte)significant.Length);
        foreach (byte part in significant)
        {
            writer.Byte(part);
        }
    }

    private static Felt ReadFelt(ref ByteReader reader)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        int length = reader.Byte();
        if (length > Felt.ByteCount)
        {
            reader.Fail();
            return default;
        }

        for (int i = Felt.ByteCount - length; i < Felt.ByteCount; i++)
        {
            bytes[i] = reader.Byte();
        }

        // A leading zero would be a second encoding of the same felt.
        if ((length > 0 && bytes[Felt.ByteCount - length] == 0) || !Felt.TryFromBytesBigEndian(bytes, out Felt felt))
        {
            reader.Fail();
            return default;
        }

        return felt;
    }

    private static ImmutableArray<Felt> ReadFelts(ref ByteReader reader)
    {
        ImmutableArray<Felt>.Builder felts = ImmutableArray.CreateBuilder<Felt>(reader.Count(ClassLimits.MaxSierraFelts));
        while (felts.Count < felts.Capacity && !reader.Failed)
        {
            felts.Add(ReadFelt(ref reader));
        }

        return felts.ToImmutable();
    }

    private static void WriteEntryPoints(ByteWriter writer, ImmutableArray<SierraEntryPoint> entryPoints)
    {
        writer.Int32(entryPoints.Length);
        foreach (SierraEntryPoint entryPoint in entryPoints)
        {
            WriteFelt(writer, entryPoint.Selector);
            WriteFelt(writer, entryPoint.FunctionIndex);
        }
    }

    private static ImmutableArray<SierraEntryPoint> ReadEntryPoints(ref ByteReader reader)
    {
        const int Smallest = 2;
        ImmutableArray<SierraEntryPoint>.Builder entryPoints =
            ImmutableArray.CreateBuilder<SierraEntryPoint>(reader.Count(ClassLimits.MaxEntryPoints, Smallest));
        while (entryPoints.Count < entryPoints.Capacity && !reader.Failed)
        {
            Felt selector = ReadFelt(ref reader);
            if (!ReadFelt(ref reader).TryToUInt64(out ulong index))
            {
                reader.Fail();
            }

            entryPoints.Add(new SierraEntryPoint(selector, index));
        }

        return entryPoints.ToImmutable();
    }

    private static bool TryText(byte[] bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }

        text = StrictUtf8.Encoding.GetString(bytes);
        return true;
    }
}
