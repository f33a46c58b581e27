using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Casm.Hints;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Casm.Tests.Hints;

/// <summary>The JSON form of hints against the compiled classes of genuine compilers.</summary>
public sealed class HintJsonTests
{
    [Fact]
    public void EveryHintOfTheGenuineClassesIsReadAndWrittenAlike()
    {
        var seen = new HashSet<string>();
        foreach (JsonElement json in GenuineHints())
        {
            Assert.True(HintJson.TryRead(json, out Hint? hint, out DecodeError? error), error?.ToString());
            Assert.Equal(json.GetRawText().Replace(" ", string.Empty).Replace("\n", string.Empty), Text(hint));
            seen.Add(hint.GetType().Name);
        }

        Assert.True(seen.Count >= 28, $"{seen.Count} kinds of hints");
    }

    [Theory]
    [InlineData("\"AssertAllKeysUsed\"")]
    [InlineData("""{"AddTrace":{"flag":{"Immediate":"-0x5"}}}""")]
    [InlineData("""{"DebugPrint":{"start":{"DoubleDeref":[{"register":"AP","offset":-32768},32767]},"end":{"Immediate":"0x0"}}}""")]
    [InlineData("""{"SystemCall":{"system":{"BinOp":{"op":"Mul","a":{"register":"FP","offset":-3},"b":{"Deref":{"register":"AP","offset":0}}}}}}""")]
    public void FormsThatTheClassesLackAreReadAndWrittenAlike(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.True(HintJson.TryRead(document.RootElement, out Hint? hint, out _));
        Assert.Equal(text, Text(hint));
    }

    [Theory]
    [InlineData("""{"NoSuchHint":{}}""", "")]
    [InlineData("[]", "")]
    [InlineData("""{"AllocSegment":3}""", "AllocSegment")]
    [InlineData("""{"AllocSegment":{}}""", "AllocSegment.dst")]
    [InlineData("""{"AllocSegment":{"dst":{"register":"PC","offset":0}}}""", "AllocSegment.dst")]
    [InlineData("""{"AllocSegment":{"dst":{"register":"AP","offset":32768}}}""", "AllocSegment.dst")]
    [InlineData("""{"SystemCall":{"system":{"Immediate":"12"}}}""", "SystemCall.system")]
    [InlineData("""{"SystemCall":{"system":{"Other":"0x12"}}}""", "SystemCall.system")]
    [InlineData("""{"SystemCall":{"system":{"BinOp":{"op":"Add","a":{"register":"FP","offset":0},"b":{"DoubleDeref":[{"register":"FP","offset":0},0]}}}}}""", "SystemCall.system")]
    public void MalformedHintsAreRefusedWithTheirPlace(string text, string where)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.False(HintJson.TryRead(document.RootElement, out _, out DecodeError? error));
        Assert.Equal(where, error.Path);
    }

    private static IEnumerable<JsonElement> GenuineHints()
    {
        string[] folders = ["starknet_contracts_cairo", "seq", "starknet_contracts_mixed_versions"];
        IEnumerable<string> files =
            folders.SelectMany(f => Directory.EnumerateFiles(DataFiles.Folder("cairo", f), "*.json", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("hints", out JsonElement hints))
            {
                continue;
            }

            foreach (JsonElement hint in hints.EnumerateArray().SelectMany(pair => pair[1].EnumerateArray()))
            {
                yield return hint;
            }
        }
    }

    private static string Text(Hint hint)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            HintJson.Write(writer, hint);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
