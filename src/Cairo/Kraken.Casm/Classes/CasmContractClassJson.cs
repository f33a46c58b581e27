using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Casm.Classes;

/// <summary>The JSON form of compiled classes.</summary>
public static class CasmContractClassJson
{
    /// <summary>Writes a class as UTF-8 JSON.</summary>
    public static byte[] Write(CasmContractClass casm, bool indented = false)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = indented }))
        {
            Write(casm, writer);
        }

        return stream.ToArray();
    }

    /// <summary>Writes a class.</summary>
    public static void Write(CasmContractClass casm, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("prime", "0x" + Felt.Modulus.ToString("x", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0'));
        writer.WriteString("compiler_version", casm.CompilerVersion);
        writer.WriteStartArray("bytecode");
        foreach (Felt word in casm.Bytecode)
        {
            writer.WriteStringValue(word.ToString());
        }

        writer.WriteEndArray();
        WriteSegments(casm.BytecodeSegmentLengths, writer);
        WriteHints(casm.Hints, writer);
        writer.WriteStartObject("entry_points_by_type");
        WriteEntryPoints("EXTERNAL", casm.External, writer);
        WriteEntryPoints("L1_HANDLER", casm.L1Handler, writer);
        WriteEntryPoints("CONSTRUCTOR", casm.Constructor, writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSegments(IReadOnlyList<int>? lengths, Utf8JsonWriter writer)
    {
        if (lengths is null)
        {
            return;
        }

        writer.WriteStartArray("bytecode_segment_lengths");
        foreach (int length in lengths)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
    }

    private static void WriteHints(IReadOnlyList<CasmHintSite> sites, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("hints");
        foreach (CasmHintSite site in sites)
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

    private static void WriteEntryPoints(string type, IReadOnlyList<CasmContractEntryPoint> entryPoints, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(type);
        foreach (CasmContractEntryPoint entryPoint in entryPoints)
        {
            writer.WriteStartObject();
            writer.WriteString("selector", entryPoint.Selector.ToString());
            writer.WriteNumber("offset", entryPoint.Offset);
            writer.WriteStartArray("builtins");
            foreach (string builtin in entryPoint.Builtins)
            {
                writer.WriteStringValue(builtin);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
