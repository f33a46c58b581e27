using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kraken.Casm.Hints;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Casm.Classes;

/// <summary>Compiled classes as JSON: the compiler's output format, which is also that of <c>starknet_getCompiledCasm</c>.</summary>
public static class CasmClassJson
{
    private static readonly string Prime = $"0x{Felt.Modulus.ToString("x", CultureInfo.InvariantCulture).TrimStart('0')}";

    /// <summary>Decodes a compiled class.</summary>
    public static bool TryDecode(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out CasmClass? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(utf8, CasmLimits.MaxJsonBytes, Read, out value, out error);

    /// <summary>Reads a compiled class within a decoding.</summary>
    public static CasmClass Read(JsonNode node)
    {
        JsonNode entryPoints = node["entry_points_by_type"];
        ImmutableArray<Felt> bytecode = node["bytecode"].Felts(CasmLimits.MaxBytecodeFelts);
        if (!string.Equals(node["prime"].Text(70), Prime, StringComparison.OrdinalIgnoreCase))
        {
            node["prime"].Fail("the Stark prime");
        }

        return new()
        {
            CompilerVersion = node["compiler_version"].Text(31),
            Bytecode = bytecode,
            Segments = ReadSegments(node["bytecode_segment_lengths"], bytecode.Length),
            Hints = ReadHints(node["hints"], bytecode.Length),
            EntryPoints = new()
            {
                External = ReadEntryPoints(entryPoints["EXTERNAL"], bytecode.Length),
                L1Handler = ReadEntryPoints(entryPoints["L1_HANDLER"], bytecode.Length),
                Constructor = ReadEntryPoints(entryPoints["CONSTRUCTOR"], bytecode.Length),
            },
        };
    }

    /// <summary>Writes a compiled class.</summary>
    public static void Write(Utf8JsonWriter writer, CasmClass value)
    {
        writer.WriteStartObject();
        writer.WriteString("prime", Prime);
        writer.WriteString("compiler_version", value.CompilerVersion);
        writer.WriteFelts("bytecode", value.Bytecode.AsSpan());
        if (value.Segments is { } segments)
        {
            writer.WritePropertyName("bytecode_segment_lengths");
            WriteSegments(writer, segments);
        }

        WriteHints(writer, value.Hints);
        writer.WriteStartObject("entry_points_by_type");
        WriteEntryPoints(writer, "EXTERNAL", value.EntryPoints.External);
        WriteEntryPoints(writer, "L1_HANDLER", value.EntryPoints.L1Handler);
        WriteEntryPoints(writer, "CONSTRUCTOR", value.EntryPoints.Constructor);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The compiled class as UTF-8 JSON.</summary>
    public static byte[] ToBytes(CasmClass value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static SegmentLengths? ReadSegments(JsonNode node, int bytecodeLength)
    {
        if (!node.Exists)
        {
            return null;
        }

        SegmentLengths segments = ReadSegment(node, CasmLimits.MaxSegmentDepth);
        if (segments.Length != bytecodeLength)
        {
            node.Fail($"lengths that sum to {bytecodeLength}");
        }

        return segments;
    }

    private static SegmentLengths ReadSegment(JsonNode node, int depth)
    {
        if (!node.IsArray)
        {
            return SegmentLengths.Leaf(node.SmallNumber(CasmLimits.MaxBytecodeFelts));
        }

        if (depth == 0)
        {
            node.Fail($"at most {CasmLimits.MaxSegmentDepth} levels of segments");
            return SegmentLengths.Leaf(0);
        }

        ImmutableArray<SegmentLengths> children = node.List(CasmLimits.MaxSegments, child => ReadSegment(child, depth - 1));
        if (children.Sum(child => (long)child.Length) > CasmLimits.MaxBytecodeFelts)
        {
            node.Fail($"lengths that sum to at most {CasmLimits.MaxBytecodeFelts}");
            return SegmentLengths.Leaf(0);
        }

        return SegmentLengths.Node(children);
    }

    /// <summary>Reads the hints; each instruction has one list, and later instructions come later.</summary>
    internal static ImmutableArray<CasmHintSite> ReadHints(JsonNode node, int bytecodeLength)
    {
        int least = 0;
        return node.List(CasmLimits.MaxBytecodeFelts, site =>
        {
            CasmHintSite read = ReadSite(site, least, bytecodeLength);
            least = read.Offset + 1;
            return read;
        });
    }

    private static CasmHintSite ReadSite(JsonNode node, int least, int bytecodeLength)
    {
        if (!node.IsArray || node.Element.GetArrayLength() != 2)
        {
            node.Fail("a pair of offset and hints");
            return new(0, []);
        }

        int offset = node.At(0).SmallNumber(bytecodeLength - 1);
        if (offset < least)
        {
            node.At(0).Fail($"offsets that ascend: {least} at least");
        }

        return new(offset, node.At(1).List(CasmLimits.MaxHintsOfInstruction, HintJson.Read));
    }

    private static ImmutableArray<CasmEntryPoint> ReadEntryPoints(JsonNode node, int bytecodeLength) => node.List(
        CasmLimits.MaxEntryPoints,
        entry => new CasmEntryPoint(
            entry["selector"].Felt(),
            entry["offset"].SmallNumber(bytecodeLength - 1),
            entry["builtins"].List(CasmLimits.MaxBuiltins, ReadBuiltin)));

    private static string ReadBuiltin(JsonNode node)
    {
        string name = node.Text(CasmLimits.MaxBuiltinName);
        if (!System.Text.Ascii.IsValid(name))
        {
            node.Fail("an ASCII name");
            return string.Empty;
        }

        return name;
    }

    private static void WriteSegments(Utf8JsonWriter writer, SegmentLengths segment)
    {
        if (segment.IsLeaf)
        {
            writer.WriteNumberValue(segment.Length);
            return;
        }

        writer.WriteStartArray();
        foreach (SegmentLengths child in segment.Children)
        {
            WriteSegments(writer, child);
        }

        writer.WriteEndArray();
    }

    private static void WriteHints(Utf8JsonWriter writer, ImmutableArray<CasmHintSite> hints)
    {
        writer.WriteStartArray("hints");
        foreach (CasmHintSite site in hints)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(site.Offset);
            writer.WriteStartArray();
            foreach (Hint hint in site.Hints)
            {
                HintJson.Write(writer, hint);
            }

            writer.WriteEndArray();
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteEntryPoints(Utf8JsonWriter writer, string name, ImmutableArray<CasmEntryPoint> entryPoints)
    {
        writer.WriteStartArray(name);
        foreach (CasmEntryPoint entry in entryPoints)
        {
            writer.WriteStartObject();
            writer.WriteFelt("selector", entry.Selector);
            writer.WriteNumber("offset", entry.Offset);
            writer.WriteStartArray("builtins");
            foreach (string builtin in entry.Builtins)
            {
                writer.WriteStringValue(builtin);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
