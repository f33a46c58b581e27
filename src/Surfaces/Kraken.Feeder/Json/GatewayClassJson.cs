using System;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Feeder.Json;

/// <summary>
/// Classes as they are sent to a gateway: as in JSON-RPC, but the program is the base64 text of its JSON, packed by gzip.
/// </summary>
internal static class GatewayClassJson
{
    /// <summary>Reads a class within a decoding.</summary>
    /// <param name="node">The place.</param>
    /// <param name="maxProgramBytes">The most bytes to which the program may unpack.</param>
    internal static SierraClass ReadPacked(JsonNode node, int maxProgramBytes)
    {
        ImmutableArray<Felt> program = ReadProgram(node["sierra_program"], maxProgramBytes);
        return SierraClassJson.ReadWithout(node, program);
    }

    private static ImmutableArray<Felt> ReadProgram(JsonNode node, int maxBytes)
    {
        if (!node.IsString || !node.Element.TryGetBytesFromBase64(out byte[]? packed))
        {
            node.Fail("base64 of a program packed by gzip");
            return [];
        }

        if (!TryUnpack(packed, maxBytes, out ReadOnlyMemory<byte> json))
        {
            node.Fail($"a program packed by gzip, of at most {maxBytes} bytes");
            return [];
        }

        if (JsonDecoding.TryDecode(json, maxBytes, Program.Read, out Program? program, out DecodeError? error))
        {
            return program.Words;
        }

        node.Fail(error);
        return [];
    }

    private static bool TryUnpack(byte[] packed, int maxBytes, out ReadOnlyMemory<byte> json)
    {
        json = default;
        using GZipStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);

        // No more than packing gains at the best is asked for at first, and one byte more than may come at last.
        const int UsualGain = 8;
        byte[] bytes = new byte[(int)Math.Min(maxBytes + 1L, (UsualGain * (long)packed.Length) + 1)];
        int length = 0;
        try
        {
            for (int count; (count = stream.Read(bytes.AsSpan(length))) > 0;)
            {
                length += count;
                if (length > maxBytes)
                {
                    return false;
                }

                if (length == bytes.Length)
                {
                    Array.Resize(ref bytes, (int)Math.Min(maxBytes + 1L, 2L * length));
                }
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        json = bytes.AsMemory(0, length);
        return true;
    }

    private sealed record Program(ImmutableArray<Felt> Words)
    {
        internal static Program Read(JsonNode node) => new(node.Felts(ClassLimits.MaxSierraFelts));
    }
}
