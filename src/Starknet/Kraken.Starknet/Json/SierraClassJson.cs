using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Json;

/// <summary>Sierra classes as JSON: the form of JSON-RPC, whose ABI is a string, and of compiler output, whose ABI is an array.</summary>
public static class SierraClassJson
{
    /// <summary>Reads a class from the API's form, its program and ABI included.</summary>
    public static bool TryDecode(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out SierraClass? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(utf8, ClassLimits.MaxJsonBytes, Read, out value, out error);

    /// <summary>Reads a class within a decoding.</summary>
    public static SierraClass Read(JsonNode node) => ReadWithout(node, node["sierra_program"].Felts(ClassLimits.MaxSierraFelts));

    /// <summary>Reads a class whose program stands there in another form, and was read already.</summary>
    public static SierraClass ReadWithout(JsonNode node, ImmutableArray<Felt> program)
    {
        JsonNode entryPoints = node["entry_points_by_type"];
        return new()
        {
            SierraProgram = program,
            ContractClassVersion = node["contract_class_version"].Text(16),
            EntryPoints = new()
            {
                External = ReadEntryPoints(entryPoints["EXTERNAL"]),
                L1Handler = ReadEntryPoints(entryPoints["L1_HANDLER"]),
                Constructor = ReadEntryPoints(entryPoints["CONSTRUCTOR"]),
            },
            Abi = ReadAbi(node["abi"]),
        };
    }

    /// <summary>Writes a class in the form of JSON-RPC.</summary>
    public static void Write(Utf8JsonWriter writer, SierraClass value)
    {
        writer.WriteStartObject();
        writer.WriteFelts("sierra_program", value.SierraProgram.AsSpan());
        writer.WriteString("contract_class_version", value.ContractClassVersion);
        writer.WriteStartObject("entry_points_by_type");
        WriteEntryPoints(writer, "CONSTRUCTOR", value.EntryPoints.Constructor);
        WriteEntryPoints(writer, "EXTERNAL", value.EntryPoints.External);
        WriteEntryPoints(writer, "L1_HANDLER", value.EntryPoints.L1Handler);
        writer.WriteEndObject();
        writer.WriteString("abi", value.Abi);
        writer.WriteEndObject();
    }

    /// <summary>The class in the form of JSON-RPC, UTF-8.</summary>
    public static byte[] ToBytes(SierraClass value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ImmutableArray<SierraEntryPoint> ReadEntryPoints(JsonNode node) => node.List(
        ClassLimits.MaxEntryPoints,
        entry => new SierraEntryPoint(entry["selector"].Felt(), entry["function_idx"].Number()));

    private static string ReadAbi(JsonNode node)
    {
        if (!node.Exists)
        {
            return string.Empty;
        }

        string abi = node.IsArray ? CanonicalAbi(node) : node.Text(ClassLimits.MaxAbiLength);
        if (abi.Length > ClassLimits.MaxAbiLength)
        {
            node.Fail($"an ABI of at most {ClassLimits.MaxAbiLength} characters");
        }

        return abi;
    }

    // Half a surrogate pair, which escapes can spell, is no text.
    private static string CanonicalAbi(JsonNode node)
    {
        try
        {
            return AbiText.Canonical(node.Element);
        }
        catch (InvalidOperationException)
        {
            node.Fail("an ABI of valid Unicode text");
            return string.Empty;
        }
    }

    private static void WriteEntryPoints(Utf8JsonWriter writer, string name, ImmutableArray<SierraEntryPoint> entryPoints)
    {
        writer.WriteStartArray(name);
        foreach (SierraEntryPoint entry in entryPoints)
        {
            writer.WriteStartObject();
            writer.WriteFelt("selector", entry.Selector);
            writer.WriteNumber("function_idx", entry.FunctionIndex);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
