using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Casm.Executables;

/// <summary>
/// Executables as JSON (cairo-lang-executable): program with bytecode and hints, entrypoints with builtins, offset and kind. Members for
/// people, such as debug_info, are passed over.
/// </summary>
public static class CairoExecutableJson
{
    private const int MaxWordLength = 80;

    /// <summary>Decodes an executable, within the bounds of compiled classes.</summary>
    /// <returns>False with <paramref name="error"/> set when it is none.</returns>
    public static bool TryDecode(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out CairoExecutable? value, [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(utf8, CasmLimits.MaxJsonBytes, Read, out value, out error);

    /// <summary>Reads an executable within a decoding.</summary>
    public static CairoExecutable Read(JsonNode node)
    {
        JsonNode program = node["program"];
        ImmutableArray<Felt> bytecode = program["bytecode"].List(CasmLimits.MaxBytecodeFelts, ReadWord);
        return new(
            bytecode,
            CasmClassJson.ReadHints(program["hints"], bytecode.Length),
            node["entrypoints"].List(CasmLimits.MaxEntryPoints, entry => ReadEntry(entry, bytecode.Length)));
    }

    // Distances backwards are written as negative numbers.
    private static Felt ReadWord(JsonNode node)
    {
        string text = node.Text(MaxWordLength);
        bool isNegative = text.StartsWith('-');
        if (text.AsSpan(isNegative ? 1 : 0).StartsWith("0x", StringComparison.Ordinal)
            && Felt.TryParse(text.AsSpan(isNegative ? 1 : 0), out Felt value))
        {
            return isNegative ? -value : value;
        }

        node.Fail("a field element in hexadecimal, with or without a minus");
        return default;
    }

    private static ExecutableEntryPoint ReadEntry(JsonNode node, int bytecodeLength) => new(
        node["kind"].Word<ExecutableEntryKind>(
            [("Standalone", ExecutableEntryKind.Standalone), ("Bootloader", ExecutableEntryKind.Bootloader)]),
        node["offset"].SmallNumber(bytecodeLength - 1),
        node["builtins"].List(CasmLimits.MaxBuiltins, builtin => builtin.Text(CasmLimits.MaxBuiltinName)));
}
