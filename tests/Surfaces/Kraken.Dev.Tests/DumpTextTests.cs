using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Dev.Chain;
using Kraken.Dev.Recording;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>A dump's text is divided as a library that reads it whole divides it.</summary>
public sealed class DumpTextTests
{
    private const string Alphabet = "[]{},:\"\\ \n0tnea-.\u00e9";

    private static readonly string[] Seeds =
    [
        """[{"jsonrpc":"2.0","id":0,"method":"a","params":{"x":["]",{"y":"[\"\\"}]}} , {"id":1}]""",
        """ [1,-2.5e3 ,"a]",null,true,[],[[]],{},{"a":[1,2]}] """,
        "[]",
        "[ ]\n",
    ];

    [Fact]
    public void WhateverTheTextIs()
    {
        const int Seed = 5;
        Random random = new(Seed);
        int lists = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = Mutated(random);
            string[]? expected = Whole(text);
            string[]? got = Pieces(text);
            Assert.True(
                (expected is null && got is null) || (expected is not null && got is not null && expected.SequenceEqual(got)),
                $"seed {Seed}, {i}: {Encoding.UTF8.GetString(text)}");
            lists += expected is null ? 0 : 1;
        }

        Assert.InRange(lists, 1_000, 19_000);
    }

    private static byte[] Mutated(Random random)
    {
        StringBuilder text = new(Seeds[random.Next(Seeds.Length)]);
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(text.Length);
            char letter = Alphabet[random.Next(Alphabet.Length)];
            switch (random.Next(3))
            {
                case 0:
                    text[at] = letter;
                    break;
                case 1:
                    text.Insert(at, letter);
                    break;
                default:
                    text.Remove(at, text.Length > 1 ? 1 : 0);
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[]? Whole(byte[] text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(item => item.GetRawText())]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[]? Pieces(byte[] text)
    {
        try
        {
            DumpText.Check(text);
        }
        catch (DevRefusalException)
        {
            return null;
        }

        List<string> pieces = [];
        int at = 0;
        while (DumpText.Next(text, ref at) is { } piece)
        {
            pieces.Add(Encoding.UTF8.GetString(text[piece]));
        }

        return [.. pieces];
    }
}
