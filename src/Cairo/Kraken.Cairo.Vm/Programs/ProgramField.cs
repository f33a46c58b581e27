using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>A JSON value with its place; reading it as something else throws an error that names the place.</summary>
internal readonly struct ProgramField(JsonElement element, string path)
{
    private const int MaximumShown = 60;

    public bool IsNumber => element.ValueKind == JsonValueKind.Number;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public ProgramField this[string name] => Optional(name) ?? throw Refuse($"a field '{name}'");

    public ProgramField? Optional(string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement member)
            && member.ValueKind != JsonValueKind.Null
            ? new ProgramField(member, $"{path}.{Shown(name)}")
            : null;

    public IEnumerable<ProgramField> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Refuse("a list");
        }

        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            yield return new ProgramField(item, $"{path}[{index++}]");
        }
    }

    /// <summary>The number of items of a list.</summary>
    public int Count(int most)
    {
        int count = element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : throw Refuse("a list");
        return count <= most ? count : throw Refuse($"at most {most} items", $"{count}");
    }

    /// <summary>The items of a list of two.</summary>
    public ProgramField[] Pair() => Count(2) == 2 ? [.. Items()] : throw Refuse("a list of two");

    public IEnumerable<(string Name, ProgramField Field)> Members()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("an object");
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            yield return (member.Name, new ProgramField(member.Value, $"{path}.{Shown(member.Name)}"));
        }
    }

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Refuse("text");

    public int Integer() => IsNumber && element.TryGetInt32(out int value) ? value : throw Refuse("an integer");

    public BigInteger BigInteger() =>
        IsNumber && element.GetRawText().Length < 200
        && System.Numerics.BigInteger.TryParse(
            element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw Refuse("an integer");

    /// <summary>A field element as a JSON number.</summary>
    public Fields.Felt Number() => BigInteger() is var value && value.Sign >= 0 && value < Fields.Felt.Modulus
        ? Fields.Felt.FromBigInteger(value)
        : throw Refuse("an integer of 0 to the prime");

    public Fields.Felt Felt() =>
        Fields.Felt.TryParse(Text(), out Fields.Felt value) && Text().StartsWith("0x", StringComparison.Ordinal)
        ? value
        : throw Refuse("a hexadecimal field element");

    public ProgramFieldException Refuse(string expected) => Refuse(expected, element.GetRawText());

    public ProgramFieldException Refuse(string expected, string got) => new(new ProgramError(path, expected, Shown(got)));

    // A name of a program may be as long as the program.
    private static string Shown(string text) => text.Length > MaximumShown ? $"{text.AsSpan(0, MaximumShown)}…" : text;
}
