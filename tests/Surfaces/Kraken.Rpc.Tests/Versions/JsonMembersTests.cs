using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Kraken.Rpc.Versions;
using Xunit;

namespace Kraken.Rpc.Tests.Versions;

/// <summary>Members are taken out of written JSON in place.</summary>
public sealed class JsonMembersTests
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(["a", "b"]);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":1}""", "{}")]
    [InlineData("""{"a":1,"b":2}""", "{}")]
    [InlineData("""{"a":{"x":[1,{"a":2}]},"c":3}""", """{"c":3}""")]
    [InlineData("""{"c":3,"a":1,"b":[],"d":"a"}""", """{"c":3,"d":"a"}""")]
    [InlineData("""{"c":3,"b":"},\"a\":1"}""", """{"c":3}""")]
    [InlineData("""[{"a":1},{"c":{"b":null,"e":["a","b"]}}]""", """[{},{"c":{"e":["a","b"]}}]""")]
    public void OnlyTheNamedMembersGo(string json, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes[..JsonMembers.Remove(bytes, Names)]));
    }

    [Fact]
    public void WhatIsLeftIsWhatALibraryLeaves()
    {
        const int Seed = 9;
        Random random = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            string json = Any(random, 5)!.ToJsonString();
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            JsonNode kept = JsonNode.Parse(json)!;
            Take(kept);
            int length = JsonMembers.Remove(bytes, Names);
            Assert.True(kept.ToJsonString() == Encoding.UTF8.GetString(bytes[..length]), $"seed {Seed}, {i}: {json}");
        }
    }

    [Fact]
    public void NestingHasNoEndOfItsOwn()
    {
        const int Depth = 100_000;
        string open = string.Concat(Enumerable.Repeat("""{"c":""", Depth));
        byte[] bytes = Encoding.UTF8.GetBytes(open + """{"a":1}""" + new string('}', Depth));
        Assert.Equal(bytes.Length - "\"a\":1".Length, JsonMembers.Remove(bytes, Names));
    }

    private static JsonNode Any(Random random, int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        0 => JsonValue.Create(random.Next(100)),
        1 => JsonValue.Create("a"),
        2 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))]),
        _ => new JsonObject(new[] { "a", "b", "c", "d" }.Where(_ => random.Next(2) == 0)
            .Select(name => KeyValuePair.Create<string, JsonNode?>(name, Any(random, depth - 1)))),
    };

    private static void Take(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (string name in Names)
            {
                members.Remove(name);
            }

            foreach ((_, JsonNode? value) in members)
            {
                Take(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Take(item);
            }
        }
    }
}
