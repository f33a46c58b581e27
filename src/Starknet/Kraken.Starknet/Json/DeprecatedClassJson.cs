using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Json;

/// <summary>
/// Cairo 0 classes as JSON: the form of JSON-RPC, whose program is packed with gzip and written in base64, and that of gateways and of
/// compiler output, whose program is an object.
/// </summary>
public static class DeprecatedClassJson
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Whether a class in the form of JSON-RPC or of a gateway is one of Cairo 0.</summary>
    public static bool IsDeprecated(JsonNode node) => node["program"].Exists;

    /// <summary>Reads a class of either form.</summary>
    public static bool TryDecode(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out DeprecatedClass? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(utf8, DeprecatedClassLimits.MaxJsonBytes, Read, out value, out error);

    /// <summary>Reads a class of either form within a decoding.</summary>
    public static DeprecatedClass Read(JsonNode node)
    {
        JsonNode entryPoints = node["entry_points_by_type"];
        EntryPoints<DeprecatedEntryPoint> tables = new()
        {
            External = ReadEntryPoints(entryPoints["EXTERNAL"]),
            L1Handler = ReadEntryPoints(entryPoints["L1_HANDLER"]),
            Constructor = ReadEntryPoints(entryPoints["CONSTRUCTOR"]),
        };
        string? abi = ReadAbi(node["abi"]);
        byte[] program = ReadProgram(node["program"]);
        (ImmutableArray<Felt> bytecode, ImmutableArray<string> builtins) =
            program.Length == 0 ? ([], []) : ReadCode(node["program"], program);
        return new DeprecatedClass(ImmutableCollectionsMarshal.AsImmutableArray(program), bytecode, builtins, tables, abi);
    }

    /// <summary>Writes a class in the form of JSON-RPC.</summary>
    public static void Write(Utf8JsonWriter writer, DeprecatedClass value)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(value.Program.AsSpan());
        }

        writer.WriteStartObject();
        writer.WriteBase64String("program", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        WriteRest(writer, value);
    }

    /// <summary>Writes a class in the form of gateways.</summary>
    public static void WriteUnpacked(Utf8JsonWriter writer, DeprecatedClass value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("program");
        writer.WriteRawValue(value.Program.AsSpan(), skipInputValidation: true);
        WriteRest(writer, value);
    }

    /// <summary>The class in the form of JSON-RPC, UTF-8.</summary>
    public static byte[] ToBytes(DeprecatedClass value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ImmutableArray<DeprecatedEntryPoint> ReadEntryPoints(JsonNode node) => node.List(
        DeprecatedClassLimits.MaxEntryPoints,
        entry => new DeprecatedEntryPoint(
            entry["selector"].Felt(), entry["offset"].IsString ? entry["offset"].HexUInt64() : entry["offset"].Number()));

    private static string? ReadAbi(JsonNode node)
    {
        if (!node.Exists)
        {
            return null;
        }

        if (!node.IsArray || !TryRawText(node.Element, out string? text) || text.Length > DeprecatedClassLimits.MaxAbiLength)
        {
            node.Fail($"an ABI, a list of at most {DeprecatedClassLimits.MaxAbiLength} characters of UTF-8");
            return null;
        }

        return text;
    }

    // The parser lets pass bytes within texts that are no UTF-8.
    private static bool TryRawText(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = StrictUtf8.Encoding.GetString(JsonMarshal.GetRawUtf8Value(element));
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    private static byte[] ReadProgram(JsonNode node)
    {
        if (node.IsObject)
        {
            byte[] raw = JsonMarshal.GetRawUtf8Value(node.Element).ToArray();
            return raw.Length <= DeprecatedClassLimits.MaxProgramBytes ? raw : Refuse(node);
        }

        string text = node.Text(DeprecatedClassLimits.MaxPackedLength);
        byte[] packed = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, packed, out int length) || length == 0)
        {
            node.Fail("a program, an object or one packed with gzip in base64");
            return [];
        }

        try
        {
            using GZipStream source = new(new MemoryStream(packed, 0, length, writable: false), CompressionMode.Decompress);
            ArrayBufferWriter<byte> unpacked = new();
            for (int read; (read = source.Read(unpacked.GetSpan(ChunkBytes))) > 0;)
            {
                unpacked.Advance(read);
                if (unpacked.WrittenCount > DeprecatedClassLimits.MaxProgramBytes)
                {
                    return Refuse(node);
                }
            }

            return unpacked.WrittenSpan.ToArray();
        }
        catch (InvalidDataException)
        {
            node.Fail("a program packed with gzip");
            return [];
        }
    }

    private static byte[] Refuse(JsonNode node)
    {
        node.Fail($"a program of at most {DeprecatedClassLimits.MaxProgramBytes} bytes");
        return [];
    }

    private static (ImmutableArray<Felt> Bytecode, ImmutableArray<string> Builtins) ReadCode(JsonNode node, byte[] program)
    {
        bool isRead = JsonDecoding.TryDecode(
            program,
            DeprecatedClassLimits.MaxProgramBytes,
            static root =>
            {
                if (!root["hints"].IsObject || !root["identifiers"].IsObject || !root["reference_manager"].IsObject)
                {
                    root.Fail("a compiled program with hints, identifiers and references");
                }

                return Tuple.Create(
                    root["data"].Felts(DeprecatedClassLimits.MaxWords),
                    root["builtins"].List(DeprecatedClassLimits.MaxBuiltins, ReadBuiltin));
            },
            out Tuple<ImmutableArray<Felt>, ImmutableArray<string>>? code,
            out DecodeError? error);
        if (!isRead)
        {
            node.Fail(error!);
            return ([], []);
        }

        return (code!.Item1, code.Item2);
    }

    private static string ReadBuiltin(JsonNode node)
    {
        string name = node.Text(16);
        if (!Ascii.IsValid(name))
        {
            node.Fail("the name of a builtin in ASCII");
        }

        return name;
    }

    private static void WriteRest(Utf8JsonWriter writer, DeprecatedClass value)
    {
        writer.WriteStartObject("entry_points_by_type");
        WriteEntryPoints(writer, "CONSTRUCTOR", value.EntryPoints.Constructor);
        WriteEntryPoints(writer, "EXTERNAL", value.EntryPoints.External);
        WriteEntryPoints(writer, "L1_HANDLER", value.EntryPoints.L1Handler);
        writer.WriteEndObject();
        if (value.Abi is { } abi)
        {
            writer.WritePropertyName("abi");
            writer.WriteRawValue(abi, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteEntryPoints(Utf8JsonWriter writer, string name, ImmutableArray<DeprecatedEntryPoint> entryPoints)
    {
        writer.WriteStartArray(name);
        foreach (DeprecatedEntryPoint entry in entryPoints)
        {
            writer.WriteStartObject();
            writer.WriteFelt("offset", entry.Offset);
            writer.WriteFelt("selector", entry.Selector);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
