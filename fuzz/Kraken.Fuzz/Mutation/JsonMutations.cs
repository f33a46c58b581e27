using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace Kraken.Fuzz.Mutation;

/// <summary>
/// Changes of a JSON text that leave it JSON, or nearly: members dropped, given twice, renamed, of another type, out of range.
/// </summary>
internal sealed class JsonMutations(Random random)
{
    /// <summary>Makes one change; null when the text is not JSON.</summary>
    internal byte[]? Change(byte[] input, byte[] other)
    {
        if (JsonOutline.Read(input) is not { } values)
        {
            return null;
        }

        JsonValue value = values[random.Next(values.Count)];
        return random.Next(10) switch
        {
            0 => Drop(input, value),
            1 => Double(input, value),
            2 or 3 => Replace(input, value, Encoding.UTF8.GetBytes(InterestingValues.Json(random))),
            4 => Replace(input, value, Part(input, values)),
            5 => Replace(input, value, JsonOutline.Read(other) is { } others ? Part(other, others) : "null"u8.ToArray()),
            6 => Rename(input, value, values),
            7 => Nest(input, value),
            8 => Swap(input, value, values[random.Next(values.Count)]),
            _ => Within(input, value),
        };
    }

    private static byte[] Replace(byte[] input, JsonValue value, byte[] part) =>
        [.. input.AsSpan(0, value.Start), .. part, .. input.AsSpan(value.End)];

    private static byte[] Drop(byte[] input, JsonValue value)
    {
        // With the comma behind it, or else the one before it.
        int end = value.End;
        int start = value.NameStart;
        int behind = Skip(input, end, 1);
        if (behind < input.Length && input[behind] == ',')
        {
            end = behind + 1;
        }
        else if (Skip(input, start - 1, -1) is var before and >= 0 && input[before] == ',')
        {
            start = before;
        }

        return [.. input.AsSpan(0, start), .. input.AsSpan(end)];
    }

    private byte[] Double(byte[] input, JsonValue value)
    {
        byte[] item = [.. input.AsSpan(value.NameStart, value.End - value.NameStart), (byte)','];
        List<byte> changed = [.. input.AsSpan(0, value.NameStart)];
        int times = random.Next(8) == 0 && item.Length < 1 << 10 ? 1 << random.Next(10) : 1;
        for (int i = 0; i < times; i++)
        {
            changed.AddRange(item);
        }

        changed.AddRange(input.AsSpan(value.NameStart));
        return [.. changed];
    }

    private byte[] Rename(byte[] input, JsonValue value, List<JsonValue> values)
    {
        if (!value.IsNamed)
        {
            return Drop(input, value);
        }

        JsonValue other = values[random.Next(values.Count)];
        string[] names = ["\"\"", "\"\\ud800\"", "\"__proto__\"", "\"\\u0061\"", "\"x\""];
        byte[] name = other.IsNamed && random.Next(2) == 0
            ? input[other.NameStart..NameEnd(input, other)]
            : Encoding.UTF8.GetBytes(names[random.Next(names.Length)]);
        return [.. input.AsSpan(0, value.NameStart), .. name, .. input.AsSpan(NameEnd(input, value))];
    }

    private byte[] Nest(byte[] input, JsonValue value)
    {
        int depth = random.Next(8) == 0 ? 1 << random.Next(11) : 1;
        (string open, string close) = random.Next(2) == 0 ? ("[", "]") : ("{\"x\":", "}");
        StringBuilder head = new();
        StringBuilder tail = new();
        for (int i = 0; i < depth; i++)
        {
            head.Append(open);
            tail.Append(close);
        }

        return Replace(
            input,
            value,
            [
                .. Encoding.UTF8.GetBytes(head.ToString()),
                .. input.AsSpan(value.Start, value.End - value.Start),
                .. Encoding.UTF8.GetBytes(tail.ToString()),
            ]);
    }

    private static byte[] Swap(byte[] input, JsonValue one, JsonValue two)
    {
        (JsonValue first, JsonValue last) = one.Start <= two.Start ? (one, two) : (two, one);
        return first.End > last.Start
            ? Replace(input, first, input[last.Start..last.End])
            : [
                .. input.AsSpan(0, first.Start), .. input.AsSpan(last.Start, last.End - last.Start),
                .. input.AsSpan(first.End, last.Start - first.End),
                .. input.AsSpan(first.Start, first.End - first.Start), .. input.AsSpan(last.End),
            ];
    }

    // A digit, letter or sign of a text or number, one more or one less of them.
    private byte[] Within(byte[] input, JsonValue value)
    {
        if (value.Kind is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return Drop(input, value);
        }

        int at = random.Next(value.Start, value.End);
        const string Letters = "0123456789abcdefxABCDEFX-+._ \\\"/";
        byte letter = (byte)Letters[random.Next(Letters.Length)];
        return random.Next(3) switch
        {
            0 => [.. input.AsSpan(0, at), letter, .. input.AsSpan(at + 1)],
            1 => [.. input.AsSpan(0, at), letter, .. input.AsSpan(at)],
            _ => [.. input.AsSpan(0, at), .. input.AsSpan(at + 1)],
        };
    }

    private byte[] Part(byte[] from, List<JsonValue> values)
    {
        JsonValue part = values[random.Next(values.Count)];
        return from[part.Start..part.End];
    }

    private static int NameEnd(byte[] input, JsonValue value)
    {
        int colon = Skip(input, value.Start - 1, -1);
        return Skip(input, colon - 1, -1) + 1;
    }

    private static int Skip(byte[] input, int at, int step)
    {
        while (at >= 0 && at < input.Length && input[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at += step;
        }

        return at;
    }
}
