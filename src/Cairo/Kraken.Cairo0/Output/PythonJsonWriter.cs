using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Output;

/// <summary>
/// JSON as Python's json.dump writes it with indent 4: everything beyond ascii as \u escapes of UTF-16, empty lists and objects on one
/// line. The order of keys is the caller's.
/// </summary>
internal sealed class PythonJsonWriter
{
    private const int Indent = 4;
    private readonly StringBuilder text = new();
    private int depth;
    private bool first = true;
    private bool afterKey;

    /// <summary>The text so far.</summary>
    public override string ToString() => text.ToString();

    /// <summary>Opens an object.</summary>
    public void BeginObject() => Begin('{');

    /// <summary>Closes an object.</summary>
    public void EndObject() => End('}');

    /// <summary>Opens a list.</summary>
    public void BeginList() => Begin('[');

    /// <summary>Closes a list.</summary>
    public void EndList() => End(']');

    /// <summary>Writes a key; a value or a beginning must follow.</summary>
    public void Key(string key)
    {
        Separate();
        Quote(key);
        text.Append(": ");
        afterKey = true;
    }

    /// <summary>Writes a text.</summary>
    public void Value(string value)
    {
        Separate();
        Quote(value);
    }

    /// <summary>Writes a number.</summary>
    public void Value(BigInteger value)
    {
        Separate();
        text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    public void Null()
    {
        Separate();
        text.Append("null");
    }

    /// <summary>Writes a key with a text.</summary>
    public void Member(string key, string value)
    {
        Key(key);
        Value(value);
    }

    /// <summary>Writes a key with a number.</summary>
    public void Member(string key, BigInteger value)
    {
        Key(key);
        Value(value);
    }

    /// <summary>Writes a key with a list of texts.</summary>
    public void Member(string key, IEnumerable<string> values)
    {
        Key(key);
        BeginList();
        foreach (string value in values)
        {
            Value(value);
        }

        EndList();
    }

    private void Begin(char bracket)
    {
        Separate();
        text.Append(bracket);
        depth++;
        first = true;
    }

    private void End(char bracket)
    {
        depth--;
        if (!first)
        {
            NewLine();
        }

        first = false;
        text.Append(bracket);
    }

    private void Separate()
    {
        if (afterKey)
        {
            afterKey = false;
            return;
        }

        if (depth > 0)
        {
            if (!first)
            {
                text.Append(',');
            }

            NewLine();
        }

        first = false;
    }

    private void NewLine()
    {
        if (text.Length > CompilerLimits.JsonCharacters)
        {
            throw new CairoException($"The program's JSON is longer than {CompilerLimits.JsonCharacters} characters.", null);
        }

        text.Append('\n').Append(' ', Indent * depth);
    }

    private void Quote(string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        text.Append('"');
    }
}
