using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Kraken.Explorer.Abi;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Calling;

/// <summary>
/// Turns what somebody typed into the felts of a value, by its type. Numbers are decimal or hexadecimal; text is a short string or a byte
/// array; arrays, tuples, structs and enums are written as JSON. Bounded in text, depth and felts by <see cref="ExplorerLimits"/>.
/// </summary>
internal sealed class ArgumentEncoder(ContractAbi abi)
{
    private const int MaxGot = 60;
    private const int MaxBits = 248;

    private readonly List<Felt> felts = [];

    /// <summary>What was wrong first; null for nothing.</summary>
    public ArgumentProblem? Problem { get; private set; }

    /// <summary>The felts of all arguments so far.</summary>
    public IReadOnlyList<Felt> Felts => felts;

    /// <summary>Appends an argument.</summary>
    /// <param name="name">What problems call it.</param>
    /// <param name="text">What was typed.</param>
    public void Add(string name, AbiType type, string text)
    {
        string place = ForeignText.Name(name);
        if (text.Length > ExplorerLimits.ArgumentText)
        {
            Fail(place, $"at most {ExplorerLimits.ArgumentText} characters", $"{text.Length} of them");
        }
        else if (IsScalar(type))
        {
            Scalar(place, type, text);
        }
        else
        {
            Parsed(place, type, text);
        }
    }

    /// <summary>What somebody may type for a type, in a few words.</summary>
    public string Hint(AbiType type) => type.ShortName switch
    {
        "bool" => "true or false",
        "ByteArray" => "text",
        "felt252" => "number, 0x..., or 'short text'",
        "ContractAddress" or "ClassHash" or "EthAddress" or "StorageAddress" or "bytes31" => "0x...",
        "Array" or "Span" => "[1, 2, 3]",
        "()" => "[1, 2]",
        _ when Members(abi.Structs, type) is { } members =>
            $"{{{string.Join(", ", members.Take(3).Select(member => $"\"{ForeignText.Name(member.Name)}\": ..."))}}}",
        _ when Members(abi.Enums, type) is { Count: > 0 } variants => $"\"{ForeignText.Name(variants[0].Name)}\" or {{\"...\": ...}}",
        _ => "number or 0x...",
    };

    private static IReadOnlyList<AbiMember>? Members(IReadOnlyDictionary<string, IReadOnlyList<AbiMember>> types, AbiType type) =>
        types.GetValueOrDefault(Full(type));

    private static string Full(AbiType type) =>
        type.Arguments.Count == 0 ? type.Name : $"{type.Name}::<{string.Join(", ", type.Arguments.Select(Full))}>";

    private bool IsScalar(AbiType type) => type.ShortName is "u256" or "bool" or "ByteArray" or "felt252" or "EthAddress"
        || (type.ShortName is not ("Array" or "Span" or "()") && Members(abi.Structs, type) is null && Members(abi.Enums, type) is null);

    private void Parsed(string place, AbiType type, string text)
    {
        try
        {
            using JsonDocument document =
                JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2 * ExplorerLimits.ArgumentDepth });
            Value(place, type, document.RootElement, 0);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A name of a variant alone needs no quotes. The second is thrown for escapes of half a surrogate pair.
            if (Members(abi.Enums, type) is not { } variants || !Variant(place, type, variants, text.Trim(), null, 0))
            {
                Fail(place, $"JSON such as {Hint(type)}", text);
            }
        }
    }

    private void Value(string place, AbiType type, JsonElement value, int depth)
    {
        if (Problem is not null)
        {
            return;
        }

        if (depth > ExplorerLimits.ArgumentDepth)
        {
            Fail(place, $"values at most {ExplorerLimits.ArgumentDepth} deep", "deeper ones");
        }
        else if (IsScalar(type))
        {
            Scalar(place, type, TextOf(value));
        }
        else if (type.ShortName is "Array" or "Span" && type.Arguments.Count == 1)
        {
            List(place, type, value, depth);
        }
        else if (type.Name == "()")
        {
            Tuple(place, type, value, depth);
        }
        else if (Members(abi.Structs, type) is { } members)
        {
            Struct(place, members, value, depth);
        }
        else if (Members(abi.Enums, type) is { } variants)
        {
            Enum(place, type, variants, value, depth);
        }
        else
        {
            Fail(place, "a type that can be written", type.ToString());
        }
    }

    private void List(string place, AbiType type, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail(place, "an array, [ ... ]", TextOf(value));
            return;
        }

        Append(place, (ulong)value.GetArrayLength());
        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            Value($"{place}[{index}]", type.Arguments[0], item, depth + 1);
        }
    }

    private void Tuple(string place, AbiType type, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != type.Arguments.Count)
        {
            Fail(place, $"an array of {type.Arguments.Count}", TextOf(value));
            return;
        }

        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            Value($"{place}[{index}]", type.Arguments[index], item, depth + 1);
        }
    }

    private void Struct(string place, IReadOnlyList<AbiMember> members, JsonElement value, int depth)
    {
        foreach (AbiMember member in members)
        {
            string name = $"{place}.{ForeignText.Name(member.Name)}";
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member.Name, out JsonElement part))
            {
                Fail(name, $"a member \"{ForeignText.Name(member.Name)}\"", TextOf(value));
                return;
            }

            Value(name, member.Type, part, depth + 1);
        }
    }

    private void Enum(string place, AbiType type, IReadOnlyList<AbiMember> variants, JsonElement value, int depth)
    {
        (string name, JsonElement? content) = value.ValueKind switch
        {
            JsonValueKind.String => (value.GetString()!, (JsonElement?)null),
            JsonValueKind.Object when value.EnumerateObject().Count() == 1 =>
                (value.EnumerateObject().First().Name, value.EnumerateObject().First().Value),
            _ => ("", null),
        };
        if (!Variant(place, type, variants, name, content, depth))
        {
            Fail(place, $"a variant of {type}: {string.Join(", ", variants.Take(8).Select(each => ForeignText.Name(each.Name)))}", name);
        }
    }

    private bool Variant(
        string place, AbiType type, IReadOnlyList<AbiMember> variants, string name, JsonElement? content, int depth)
    {
        int index = variants.Index().Where(each => each.Item.Name == name).Select(each => each.Index).DefaultIfEmpty(-1).First();
        if (index < 0)
        {
            return false;
        }

        AbiType inner = variants[index].Type;
        Append(place, (ulong)index);
        if (inner.Name == "()" && inner.Arguments.Count == 0)
        {
            return true;
        }

        if (content is { } value)
        {
            Value($"{place}.{ForeignText.Name(name)}", inner, value, depth + 1);
        }
        else
        {
            Fail(place, $"{{\"{ForeignText.Name(name)}\": ...}} with a value of {type}", name);
        }

        return true;
    }

    private void Scalar(string place, AbiType type, string text)
    {
        switch (type.ShortName)
        {
            case "bool":
                Bool(place, text.Trim());
                break;
            case "ByteArray":
                ByteArray(place, text);
                break;
            case "felt252":
                Element(place, text.Trim());
                break;
            case "u256":
                if (Integer(place, text, BigInteger.Zero, (BigInteger.One << 256) - 1, "u256") is { } wide)
                {
                    Append(place, Felt.FromBigInteger(wide & ((BigInteger.One << 128) - 1)));
                    Append(place, Felt.FromBigInteger(wide >> 128));
                }

                break;
            case ['u' or 'i', >= '0' and <= '9', ..] name when
                int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is > 0 and <= MaxBits:
                BigInteger span = BigInteger.One << (name[0] == 'u' ? bits : bits - 1);
                if (Integer(place, text, name[0] == 'u' ? BigInteger.Zero : -span, span - 1, name) is { } number)
                {
                    Append(place, Felt.FromBigInteger(number));
                }

                break;
            default:
                if (Integer(place, text, BigInteger.Zero, Felt.Modulus - 1, type.ToString()) is { } value)
                {
                    Append(place, Felt.FromBigInteger(value));
                }

                break;
        }
    }

    private void Bool(string place, string text)
    {
        if (text is "true" or "1" or "0x1")
        {
            Append(place, Felt.One);
        }
        else if (text is "false" or "0" or "0x0")
        {
            Append(place, Felt.Zero);
        }
        else
        {
            Fail(place, "true or false", text);
        }
    }

    private void Element(string place, string text)
    {
        if (text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0])
        {
            string inner = text[1..^1];
            if (inner.Length <= Felt.ShortStringLength && inner.All(char.IsAscii))
            {
                Append(place, Word(Encoding.ASCII.GetBytes(inner)));
            }
            else
            {
                Fail(place, $"at most {Felt.ShortStringLength} ASCII characters", text);
            }
        }
        else if (Integer(place, text, -(Felt.Modulus - 1), Felt.Modulus - 1, "a number, 0x..., or 'short text'") is { } number)
        {
            Append(place, Felt.FromBigInteger(number));
        }
    }

    // Words of 31 bytes, then the rest and its length.
    private void ByteArray(string place, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Append(place, (ulong)(bytes.Length / Felt.ShortStringLength));
        int whole = bytes.Length / Felt.ShortStringLength * Felt.ShortStringLength;
        for (int at = 0; at < whole; at += Felt.ShortStringLength)
        {
            Append(place, Word(bytes.AsSpan(at, Felt.ShortStringLength)));
        }

        Append(place, Word(bytes.AsSpan(whole)));
        Append(place, (ulong)(bytes.Length - whole));
    }

    private static Felt Word(ReadOnlySpan<byte> bytes) =>
        Felt.FromBigInteger(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));

    private BigInteger? Integer(string place, string text, BigInteger least, BigInteger most, string type)
    {
        // Longer digits than any of these numbers have are not read at all.
        const int MaxDigits = 100;
        string trimmed = text.Trim().Replace("_", "", StringComparison.Ordinal);
        BigInteger? read = trimmed.Length > MaxDigits ? null
            : trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? BigInteger.TryParse($"0{trimmed[2..]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger hex)
                    && trimmed.Length > 2 ? hex : null
            : BigInteger.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) ? number
            : null;
        if (read is { } value && value >= least && value <= most)
        {
            return value;
        }

        Fail(place, read is null ? type : $"{type} from {least} to {most}", text);
        return null;
    }

    private void Append(string place, Felt felt)
    {
        if (felts.Count >= ExplorerLimits.ArgumentFelts)
        {
            Fail(place, $"at most {ExplorerLimits.ArgumentFelts} felts in all", "more");
        }
        else if (Problem is null)
        {
            felts.Add(felt);
        }
    }

    private void Fail(string place, string expected, string got) =>
        Problem ??= new ArgumentProblem(place, expected, ForeignText.Of(got, MaxGot));

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
