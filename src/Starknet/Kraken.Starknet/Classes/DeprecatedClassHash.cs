using System;
using System.Buffers;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Classes;

/// <summary>
/// The hash of a Cairo 0 class: the Pedersen hash of its entry points, builtins and code, and of the Keccak hash of its ABI and program as
/// the Python of its time wrote them.
/// </summary>
public static class DeprecatedClassHash
{
    /// <summary>The class hash; whatever the class came in, the same.</summary>
    /// <exception cref="InvalidOperationException">A text of the program is no Unicode.</exception>
    public static Felt Compute(DeprecatedClass value) => Pedersen.HashArray(
    [
        Felt.Zero,
        EntryPointsHash(value.EntryPoints.External),
        EntryPointsHash(value.EntryPoints.L1Handler),
        EntryPointsHash(value.EntryPoints.Constructor),
        Pedersen.HashArray([.. value.Builtins.Select(Felt.FromShortString)]),
        HintedHash(value),
        Pedersen.HashArray(value.Bytecode.AsSpan()),
    ]);

    private static Felt EntryPointsHash(ImmutableArray<DeprecatedEntryPoint> entryPoints) =>
        Pedersen.HashArray([.. entryPoints.SelectMany(entry => (Felt[])[entry.Selector, entry.Offset])]);

    private static Felt HintedHash(DeprecatedClass value)
    {
        ArrayBufferWriter<byte> buffer = new(value.Program.Length);
        PythonJson text = new(buffer);
        text.Raw("{\"abi\": ");
        using (JsonDocument abi = JsonDocument.Parse(value.Abi ?? "null"))
        {
            text.Write(abi.RootElement);
        }

        text.Raw(", \"program\": ");
        using (JsonDocument program = JsonDocument.Parse(value.Program.AsMemory()))
        {
            WriteProgram(text, program.RootElement);
        }

        text.Raw("}");
        return Keccak.StarknetKeccak(buffer.WrittenSpan);
    }

    // What the compiler added later is left out where it is empty, so that old classes keep their hashes; debug information always is.
    private static void WriteProgram(PythonJson text, JsonElement program)
    {
        bool isOld = !program.TryGetProperty("compiler_version", out JsonElement version) || version.ValueKind == JsonValueKind.Null;
        Func<string, string, string>? rewrite = isOld ? SpaceBeforeColon : null;
        SortedDictionary<string, JsonElement> members = new(StringComparer.Ordinal) { ["debug_info"] = default };
        foreach (JsonProperty member in program.EnumerateObject().Where(IsHashed))
        {
            members[member.Name] = member.Value;
        }

        text.Members(members, static member => member.Key, member =>
        {
            switch (member.Key)
            {
                case "debug_info": text.Raw("null"); break;
                case "attributes": WriteAttributes(text, member.Value); break;
                case "hints": WriteHints(text, member.Value); break;
                case "identifiers" or "reference_manager": text.Write(member.Value, rewrite); break;
                default: text.Write(member.Value); break;
            }
        });
    }

    private static bool IsHashed(JsonProperty member) => member.Name switch
    {
        "debug_info" => false,
        "attributes" => member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() > 0,
        "compiler_version" => member.Value.ValueKind != JsonValueKind.Null,
        _ => true,
    };

    private static void WriteAttributes(PythonJson text, JsonElement attributes)
    {
        text.Raw("[");
        string between = string.Empty;
        foreach (JsonElement attribute in attributes.EnumerateArray())
        {
            text.Raw(between);
            between = ", ";
            if (attribute.ValueKind == JsonValueKind.Object)
            {
                text.Members(
                    PythonJson.Sorted(attribute).Where(IsSet), static member => member.Name, member => text.Write(member.Value));
            }
            else
            {
                text.Write(attribute);
            }
        }

        text.Raw("]");
    }

    private static bool IsSet(JsonProperty member) => member.Name switch
    {
        "accessible_scopes" => member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() > 0,
        "flow_tracking_data" => member.Value.ValueKind != JsonValueKind.Null,
        _ => true,
    };

    // Their names are places in the code, which Python sorts as numbers.
    private static void WriteHints(PythonJson text, JsonElement hints) => text.Members(
        hints.EnumerateObject().OrderBy(static member =>
            ulong.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong place) ? place : ulong.MaxValue),
        static member => member.Name,
        member => text.Write(member.Value));

    // Before compilers named their version, named tuples were written with a space before the colon.
    private static string SpaceBeforeColon(string name, string text) => name is "cairo_type" or "value"
        ? text.Replace(": ", " : ", StringComparison.Ordinal).Replace("  :", " :", StringComparison.Ordinal)
        : text;
}
