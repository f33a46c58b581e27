using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kraken.Starknet.Classes;

/// <summary>
/// JSON as Python writes it with sorted keys: a space after each comma and colon, members by the code points of their names, all that is
/// not ASCII escaped. The hash of a Cairo 0 class covers such a text.
/// </summary>
/// <param name="output">Where the text goes, ASCII.</param>
internal sealed class PythonJson(ArrayBufferWriter<byte> output)
{
    /// <summary>Writes a value.</summary>
    /// <param name="rewrite">Changes a text that is the member of a name; null where none is changed.</param>
    internal void Write(JsonElement value, Func<string, string, string>? rewrite = null) => Write(value, null, rewrite);

    /// <summary>Writes text of JSON that stands as it is.</summary>
    internal void Raw(string ascii) => Encoding.ASCII.GetBytes(ascii, output);

    /// <summary>Writes an object of values that are written by the caller.</summary>
    internal void Members<T>(IEnumerable<T> members, Func<T, string> name, Action<T> write)
    {
        Raw("{");
        bool isFirst = true;
        foreach (T member in members)
        {
            Raw(isFirst ? string.Empty : ", ");
            isFirst = false;
            Text(name(member));
            Raw(": ");
            write(member);
        }

        Raw("}");
    }

    /// <summary>The members of an object in the order in which Python writes them.</summary>
    internal static IEnumerable<JsonProperty> Sorted(JsonElement value) =>
        value.EnumerateObject().OrderBy(static member => member.Name, CodePoints.Instance);

    private void Write(JsonElement value, string? name, Func<string, string, string>? rewrite)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(Sorted(value), static member => member.Name, member => Write(member.Value, member.Name, rewrite));
                break;
            case JsonValueKind.Array:
                Raw("[");
                string between = string.Empty;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Raw(between);
                    between = ", ";
                    Write(item, null, rewrite);
                }

                Raw("]");
                break;
            case JsonValueKind.String:
                string text = value.GetString()!;
                Text(name is not null && rewrite is not null ? rewrite(name, text) : text);
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private void Text(string text)
    {
        StringBuilder escaped = new(text.Length + 2);
        escaped.Append('"');
        foreach (char letter in text)
        {
            string? code = letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => null,
            };
            _ = code is null ? escaped.Append(letter) : escaped.Append(code);
        }

        Raw(escaped.Append('"').ToString());
    }

    private sealed class CodePoints : IComparer<string>
    {
        internal static readonly CodePoints Instance = new();

        // Units of UTF-16 stand in the order of their code points but for surrogates, which belong behind all others.
        public int Compare(string? x, string? y)
        {
            int common = Math.Min(x!.Length, y!.Length);
            for (int i = 0; i < common; i++)
            {
                if (x[i] != y[i])
                {
                    bool both = char.IsSurrogate(x[i]) == char.IsSurrogate(y[i]);
                    return both ? x[i].CompareTo(y[i]) : char.IsSurrogate(x[i]) ? 1 : -1;
                }
            }

            return x.Length.CompareTo(y.Length);
        }
    }
}
