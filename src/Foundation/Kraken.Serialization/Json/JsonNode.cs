using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Serialization.Json;

/// <summary>A place in foreign JSON, read within a <see cref="JsonDecoding"/>.</summary>
public readonly struct JsonNode
{
    private readonly JsonDecoding decoding;
    private readonly JsonElement element;
    private readonly string path;

    internal JsonNode(JsonDecoding decoding, JsonElement element, string path)
    {
        this.decoding = decoding;
        this.element = element;
        this.path = path;
    }

    /// <summary>The value itself; undefined where a member is missing.</summary>
    public JsonElement Element => element;

    /// <summary>Whether there is a value other than null.</summary>
    public bool Exists => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether this has members.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether this has items.</summary>
    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    /// <summary>Whether this is text in quotes.</summary>
    public bool IsString => element.ValueKind == JsonValueKind.String;

    /// <summary>A member, which may be missing: then every read of it but <see cref="Exists"/> fails.</summary>
    public JsonNode this[string name]
    {
        get
        {
            string inner = path.Length == 0 ? name : $"{path}.{name}";
            if (element.ValueKind == JsonValueKind.Object)
            {
                return new(decoding, JsonText.TryGet(element, name, out JsonElement member) ? member : default, inner);
            }

            if (element.ValueKind != JsonValueKind.Undefined)
            {
                Fail("an object");
            }

            return new(decoding, default, inner);
        }
    }

    /// <summary>An element of an array that is known to be that long.</summary>
    public JsonNode At(int index) => new(decoding, element[index], $"{path}[{index}]");

    /// <summary>Records that this place is not as expected.</summary>
    public void Fail(string expected) => decoding.Fail(path, expected, Exists ? Shown() : "nothing");

    /// <summary>Records a failure within this place, whose path is added to this one.</summary>
    public void Fail(DecodeError inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        decoding.Fail(inner.Path.Length == 0 ? path : $"{path}.{inner.Path}", inner.Expected, inner.Got);
    }

    /// <summary>Reads a felt of "0x" and 1 to 64 hexadecimal digits.</summary>
    public Felt Felt()
    {
        if (TryHexadecimal(element, out Felt value))
        {
            return value;
        }

        Fail("a field element in hexadecimal");
        return default;
    }

    /// <summary>Reads a felt when it exists.</summary>
    public Felt? OptionalFelt() => Exists ? Felt() : null;

    /// <summary>Reads an unsigned integer of 64 bits in hexadecimal.</summary>
    public ulong HexUInt64()
    {
        if (TryHexadecimal(element, out Felt value) && value.TryToUInt64(out ulong integer))
        {
            return integer;
        }

        Fail("an integer of 64 bits in hexadecimal");
        return 0;
    }

    /// <summary>Reads an unsigned integer of 128 bits in hexadecimal.</summary>
    public UInt128 HexUInt128()
    {
        if (TryHexadecimal(element, out Felt value) && value.TryToUInt128(out UInt128 integer))
        {
            return integer;
        }

        Fail("an integer of 128 bits in hexadecimal");
        return 0;
    }

    /// <summary>Reads a JSON number of 0 to 2^64 - 1.</summary>
    public ulong Number()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong value))
        {
            return value;
        }

        Fail("a non-negative integer");
        return 0;
    }

    /// <summary>Reads a JSON integer of 0 or more; one above 2^64 - 1 comes as that, for comparisons with smaller numbers.</summary>
    public ulong Count()
    {
        if (element.ValueKind == JsonValueKind.Number && !element.TryGetUInt64(out _)
            && JsonMarshal.GetRawUtf8Value(element).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            return ulong.MaxValue;
        }

        return Number();
    }

    /// <summary>Reads a JSON number of 0 to <paramref name="max"/>.</summary>
    public int SmallNumber(int max)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0 && value <= max)
        {
            return value;
        }

        Fail($"an integer of 0 to {max}");
        return 0;
    }

    /// <summary>Reads true or false.</summary>
    public bool Boolean()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.ValueKind == JsonValueKind.True;
        }

        Fail("a boolean");
        return false;
    }

    /// <summary>Reads a string of at most <paramref name="maxLength"/> UTF-16 units.</summary>
    public string Text(int maxLength)
    {
        if (JsonText.TryRead(element, out string text) && text.Length <= maxLength)
        {
            return text;
        }

        Fail($"a string of at most {maxLength} characters");
        return string.Empty;
    }

    /// <summary>Reads one of a few words.</summary>
    public T Word<T>(ReadOnlySpan<(string Text, T Value)> words)
    {
        if (JsonText.TryRead(element, out string given))
        {
            foreach ((string text, T value) in words)
            {
                if (given == text)
                {
                    return value;
                }
            }
        }

        Fail(words.Length == 1 ? words[0].Text : $"one of {string.Join(", ", Names(words))}");
        return words[0].Value;
    }

    /// <summary>
    /// The elements of an array of at most <paramref name="max"/>; none when anything failed, and none is read after that.
    /// </summary>
    public ImmutableArray<T> List<T>(int max, Func<JsonNode, T> read)
    {
        if (!CheckArray(max))
        {
            return [];
        }

        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(element.GetArrayLength());
        foreach (JsonElement item in element.EnumerateArray())
        {
            items.Add(read(new JsonNode(decoding, item, $"{path}[{items.Count}]")));
            if (decoding.Error is not null)
            {
                // An item of one byte that is no object costs as much as one that is: whoever sends many of them must not gain by it.
                return [];
            }
        }

        return items.MoveToImmutable();
    }

    /// <summary>The elements of an array when it exists, none otherwise.</summary>
    public ImmutableArray<T> OptionalList<T>(int max, Func<JsonNode, T> read) => Exists ? List(max, read) : [];

    /// <summary>
    /// The members of an object of at most <paramref name="max"/> whose names are felts, in their order; none when anything failed.
    /// </summary>
    public ImmutableArray<T> FeltMembers<T>(int max, Func<Felt, JsonNode, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (!CheckObject(max))
        {
            return [];
        }

        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(element.GetPropertyCount());
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = member.Name;
            if (name.Length > Hexadecimal.MaxLength || !Hexadecimal.TryParse(Encoding.UTF8.GetBytes(name), out Felt key))
            {
                Fail("members whose names are field elements in hexadecimal");
                return [];
            }

            items.Add(read(key, new JsonNode(decoding, member.Value, $"{path}.{name}")));
            if (decoding.Error is not null)
            {
                return [];
            }
        }

        return items.MoveToImmutable();
    }

    /// <summary>
    /// The members of an object of at most <paramref name="max"/> by their names, each of which may stand once; none when anything failed,
    /// and none is read after that.
    /// </summary>
    public Dictionary<string, T> Members<T>(int max, Func<JsonNode, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (!CheckObject(max))
        {
            return [];
        }

        Dictionary<string, T> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            JsonNode node = new(decoding, member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            if (!members.TryAdd(member.Name, read(node)))
            {
                node.Fail("a name that stands once");
            }

            if (decoding.Error is not null)
            {
                return [];
            }
        }

        return members;
    }

    /// <summary>An array of at most <paramref name="max"/> felts.</summary>
    public ImmutableArray<Felt> Felts(int max)
    {
        if (!CheckArray(max))
        {
            return [];
        }

        Felt[] felts = new Felt[element.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (!TryHexadecimal(item, out felts[count]))
            {
                new JsonNode(decoding, item, $"{path}[{count}]").Fail("a field element in hexadecimal");
                return [];
            }

            count++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(felts);
    }

    /// <summary>An array of felts when it exists, none otherwise.</summary>
    public ImmutableArray<Felt> OptionalFelts(int max) => Exists ? Felts(max) : [];

    private static bool TryHexadecimal(JsonElement element, out Felt value)
    {
        value = default;
        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        ReadOnlySpan<byte> quoted = JsonMarshal.GetRawUtf8Value(element);
        return Hexadecimal.TryParseQuoted(quoted, out value) || (quoted.Contains((byte)'\\') && TryEscaped(element, out value));
    }

    // A digit may be spelled as an escape; the text that it stands for counts.
    private static bool TryEscaped(JsonElement element, out Felt value)
    {
        value = default;
        return JsonText.TryRead(element, out string text) && text.Length <= Hexadecimal.MaxLength
            && Hexadecimal.TryParse(Encoding.UTF8.GetBytes(text), out value);
    }

    // The beginning, which is shown, and whatever the bytes are: the parser lets pass texts that are no UTF-8.
    private string Shown()
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, JsonDecoding.MaxShownBytes)]);
    }

    private bool CheckObject(int max)
    {
        if (IsObject && element.GetPropertyCount() <= max)
        {
            return true;
        }

        Fail($"an object of at most {max} members");
        return false;
    }

    private bool CheckArray(int max)
    {
        if (IsArray && element.GetArrayLength() <= max)
        {
            return true;
        }

        string got = IsArray ? $"{element.GetArrayLength()} elements" : Exists ? Shown() : "nothing";
        decoding.Fail(path, $"an array of at most {max} elements", got);
        return false;
    }

    private static List<string> Names<T>(ReadOnlySpan<(string Text, T Value)> words)
    {
        List<string> names = [];
        foreach ((string text, T _) in words)
        {
            names.Add(text);
        }

        return names;
    }
}
