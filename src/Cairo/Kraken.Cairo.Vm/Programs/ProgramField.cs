using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>A JSON value with its place; reading it as something else throws an error that names the place.</summary>
internal readonly struct ProgramField(JsonElement element, string path)
{
    public bool IsNumber => element.ValueKind == JsonValueKind.Number;

    public ProgramField this[string name] => Optional(name) ?? throw Refuse($"a field '{name}'");

    public ProgramField? Optional(string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement member)
            && member.ValueKind != JsonValueKind.Null
            ? new ProgramField(member, $"{path}.{name}")
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

    public IEnumerable<(string Name, ProgramField Field)> Members()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("an object");
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            yield return (member.Name, new ProgramField(member.Value, $"{path}.{member.Name}"));
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

    public Fields.Felt Felt() =>
        Fields.Felt.TryParse(Text(), out Fields.Felt value) && Text().StartsWith("0x", System.StringComparison.Ordinal)
        ? value
        : throw Refuse("a hexadecimal field element");

    public ProgramFieldException Refuse(string expected)
    {
        string got = element.GetRawText();
        return new ProgramFieldException(new ProgramError(path, expected, got.Length > 60 ? $"{got[..60]}…" : got));
    }
}
