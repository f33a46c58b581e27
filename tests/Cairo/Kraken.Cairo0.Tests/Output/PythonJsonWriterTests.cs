using System.Numerics;
using Kraken.Cairo0.Output;
using Xunit;

namespace Kraken.Cairo0.Tests.Output;

/// <summary>What Python writes: json.dump(value, indent=4, sort_keys=True).</summary>
public sealed class PythonJsonWriterTests
{
    [Fact]
    public void EmptyAndNestedValues()
    {
        PythonJsonWriter json = new();
        json.BeginObject();
        json.Member("a", System.Array.Empty<string>());
        json.Member("b", ["x", "y"]);
        json.Key("c");
        json.BeginObject();
        json.EndObject();
        json.Key("d");
        json.Null();
        json.Member("e", BigInteger.Pow(2, 70));
        json.EndObject();
        Assert.Equal(
            "{\n    \"a\": [],\n    \"b\": [\n        \"x\",\n        \"y\"\n    ],\n    \"c\": {},\n    \"d\": null,\n"
            + "    \"e\": 1180591620717411303424\n}",
            json.ToString());
    }

    [Theory]
    [InlineData("q\"b\\", "\"q\\\"b\\\\\"")]
    [InlineData("\n\r\t\b\f", "\"\\n\\r\\t\\b\\f\"")]
    [InlineData("\u0001\u007f", "\"\\u0001\\u007f\"")]
    [InlineData("é€\U0001F600/", "\"\\u00e9\\u20ac\\ud83d\\ude00/\"")]
    public void Text(string value, string written)
    {
        PythonJsonWriter json = new();
        json.Value(value);
        Assert.Equal(written, json.ToString());
    }
}
