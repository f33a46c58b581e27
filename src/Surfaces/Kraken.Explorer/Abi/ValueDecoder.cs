using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Abi;

/// <summary>Reads values of ABI types from felts, as text for people. Whatever does not fit is shown as the felts it is.</summary>
/// <param name="abi">The types that have names.</param>
/// <param name="felts">What is read, from its beginning on.</param>
/// <param name="budget">What is left to the page that shows it.</param>
internal sealed class ValueDecoder(ContractAbi abi, IReadOnlyList<Felt> felts, DecodingBudget budget)
{
    private const int MaxDepth = 16;
    private const int MaxShown = 256;

    // Names are as long as whoever declared the class made them, and are shown with every value.
    private const int MaxText = ForeignText.MaxText;
    private const string Omitted = "…";

    private int position;
    private int left = MaxText;

    /// <summary>True when the felts ended before a value did, or the budget.</summary>
    public bool Failed { get; private set; }

    /// <summary>The felts that no value has read.</summary>
    public IReadOnlyList<Felt> Rest => [.. felts.Skip(position)];

    /// <summary>Reads a value of a type.</summary>
    public string Read(AbiType type) => Read(type, 0);

    /// <summary>Reads values one after the other, as far as they can be read.</summary>
    public List<NamedText> Read(IEnumerable<AbiMember> members)
    {
        List<NamedText> read = [];
        foreach (AbiMember member in members)
        {
            (string name, string type) = (ForeignText.Name(member.Name), member.Type.ToString());
            Failed |= !budget.TryTake(name.Length + type.Length);
            if (Failed)
            {
                return read;
            }

            read.Add(new NamedText(name, type, Read(member.Type)));
        }

        return read;
    }

    private string Read(AbiType type, int depth)
    {
        if (depth > MaxDepth || Failed || !budget.TryTakeValue())
        {
            Failed = true;
            return "";
        }

        return type.ShortName switch
        {
            "u256" => Shown(ReadWide()),
            "bool" => Shown(Next().IsZero ? "false" : "true"),
            "ByteArray" => Shown(ReadByteArray()),
            "Array" or "Span" when type.Arguments.Count == 1 => ReadList(type.Arguments[0], depth),
            "()" => $"({string.Join(", ", type.Arguments.TakeWhile(_ => !Failed).Select(argument => Read(argument, depth + 1)))})",
            "felt252" => Shown(ReadFelt()),
            "ContractAddress" or "ClassHash" or "EthAddress" or "StorageAddress" or "bytes31" => Shown(Next().ToString()),
            ['u' or 'i', >= '0' and <= '9', ..] => Shown(Next().ToBigInteger().ToString(CultureInfo.InvariantCulture)),
            _ => ReadNamed(type, depth),
        };
    }

    private string ReadNamed(AbiType type, int depth)
    {
        if (abi.Structs.TryGetValue(Full(type), out IReadOnlyList<AbiMember>? members))
        {
            // What follows a member that could not be read is not read either: an ABI can name as many members as it likes.
            string[] read = [.. members.TakeWhile(_ => !Failed)
                .Select(member => $"{Shown(ForeignText.Name(member.Name))}: {Read(member.Type, depth + 1)}")];
            return $"{{ {string.Join(", ", read)} }}";
        }

        if (abi.Enums.TryGetValue(Full(type), out IReadOnlyList<AbiMember>? variants))
        {
            if (!Next().TryToUInt64(out ulong index) || index >= (ulong)variants.Count)
            {
                Failed = true;
                return "";
            }

            AbiMember variant = variants[(int)index];
            string name = Shown(ForeignText.Name(variant.Name));
            return variant.Type.Name == "()" && variant.Type.Arguments.Count == 0 ? name : $"{name}({Read(variant.Type, depth + 1)})";
        }

        return Shown(Next().ToString());
    }

    /// <summary>A text while there is room for it; the values are read all the same.</summary>
    private string Shown(string text)
    {
        if (text.Length > left || !budget.TryTake(text.Length))
        {
            left = 0;
            return Omitted;
        }

        left -= text.Length;
        return text;
    }

    private static string Full(AbiType type) =>
        type.Arguments.Count == 0 ? type.Name : $"{type.Name}::<{string.Join(", ", type.Arguments.Select(Full))}>";

    private string ReadList(AbiType element, int depth)
    {
        if (!Next().TryToUInt64(out ulong count) || count > (ulong)(felts.Count - position))
        {
            Failed = true;
            return "";
        }

        List<string> shown = [];
        for (ulong i = 0; i < count && !Failed; i++)
        {
            string value = Read(element, depth + 1);
            if (shown.Count < MaxShown && left > 0)
            {
                shown.Add(value);
            }
        }

        return $"[{string.Join(", ", shown)}{(count > (ulong)shown.Count ? ", ..." : "")}]";
    }

    private string ReadWide()
    {
        BigInteger low = Next().ToBigInteger();
        BigInteger high = Next().ToBigInteger();
        return ((high << 128) + low).ToString(CultureInfo.InvariantCulture);
    }

    private string ReadFelt()
    {
        Felt value = Next();
        return ShortText(value) is { } text ? $"{value} ('{text}')"
            : value.TryToUInt64(out ulong number) && number > 9 ? $"{value} ({number})"
            : value.ToString();
    }

    /// <summary>Full words of 31 bytes, then a pending word and its length.</summary>
    private string ReadByteArray()
    {
        if (!Next().TryToUInt64(out ulong words) || words > (ulong)(felts.Count - position))
        {
            Failed = true;
            return "";
        }

        List<byte> bytes = [];
        for (ulong i = 0; i < words; i++)
        {
            bytes.AddRange(Next().ToBytesBigEndian().AsSpan(1));
        }

        byte[] pending = Next().ToBytesBigEndian();
        int length = Next().TryToUInt64(out ulong count) && count <= 31 ? (int)count : 0;
        bytes.AddRange(pending.AsSpan(pending.Length - length));
        return $"\"{ForeignText.Of(Encoding.UTF8.GetString([.. bytes]), MaxText / 2)}\"";
    }

    private Felt Next()
    {
        if (position >= felts.Count)
        {
            Failed = true;
            return default;
        }

        return felts[position++];
    }

    /// <summary>The short string that a felt spells; null when it spells none.</summary>
    private static string? ShortText(Felt value)
    {
        byte[] bytes = [.. value.ToBytesBigEndian().SkipWhile(b => b == 0)];
        return bytes.Length is >= 2 and <= 31 && bytes.All(b => b is >= 0x20 and < 0x7f) ? Encoding.ASCII.GetString(bytes) : null;
    }
}
