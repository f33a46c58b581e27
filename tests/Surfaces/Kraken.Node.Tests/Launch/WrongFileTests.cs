using System;
using System.IO;
using System.Text;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>What is wrong with a file is said by its place, what was expected, and what is there; by no type of the program.</summary>
public sealed class WrongFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-wrong-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "x: expected an object, got an empty file")]
    [InlineData("[]", "x: expected an object, got a list of 0")]
    [InlineData("null", "x: expected an object, got null")]
    [InlineData("7", "x: expected an object, got 7")]
    [InlineData("{", "x: expected JSON, got what is none at line 1, byte 1: ")]
    [InlineData("{}", "x: expected the members chain_id, timestamp, ")]
    [InlineData("""{"chain\u001b_id":1}""", "x: chain\\u{1b}_id: expected one of the members chain_id, ")]
    [InlineData("""{"chain_id":"A","chain_id":"A"}""", "x: chain_id: expected each member once, got it twice")]
    [InlineData("""{"chain_id":null}""", "x: chain_id: expected a value, got null")]
    [InlineData("""{"chain_id":[1,2]}""", "x: chain_id: expected a text, got a list of 2")]
    [InlineData("""{"timestamp":-1}""", "x: timestamp: expected a whole number from 0 to 18446744073709551615, got -1")]
    [InlineData("""{"timestamp":1.5}""", "x: timestamp: expected a whole number from 0 to 18446744073709551615, got 1.5")]
    [InlineData("""{"block_interval_ms":2147483648}""", "x: block_interval_ms: expected a whole number up to 2147483647, got 2147483648")]
    [InlineData("""{"validators":{}}""", "x: validators: expected a list, got an object")]
    [InlineData("""{"validators":[{"weight":"1"}]}""", "x: validators[0].weight: expected a whole number from 0 to ")]
    [InlineData("""{"validators":[{"signing_key":"?"}]}""", "x: validators[0].signing_key: expected bytes as base64 text, got \"?\"")]
    [InlineData("""{"content":{"demo":1}}""", "x: content.demo: expected true or false, got 1")]
    public void AWrongMemberIsNamed(string json, string expected)
    {
        string message = Refusal(json);
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Kraken", message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
    }

    /// <summary>However long what stands there is, a line says it.</summary>
    [Fact]
    public void WhatStandsThereIsCut()
    {
        string message = Refusal($$"""{"timestamp":"{{new string('9', 100_000)}}"}""");
        Assert.EndsWith("...", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 200);
    }

    /// <summary>Converters of the house say what they expect; their place and what is there stand beside it.</summary>
    [Theory]
    [InlineData("\"balance\": \"", "\"balance\": 7, \"was\": \"", "content.accounts[0].balance: expected an amount below 2^128", "got 7")]
    [InlineData("\"address\": \"0x", "\"address\": \"0x0", "content.fee_token.address: expected a field element", "")]
    [InlineData("\"decimals\": ", "\"decimals\": 99", "content.fee_token.decimals: expected a whole number up to 255", "got 99")]
    public void AWrongValueOfTheContentIsNamed(string whole, string altered, string expected, string got)
    {
        ChainNetwork.Create(
            folder,
            new ChainPlan(new GenesisDescription { HasDemo = false }, [new("node1", "127.0.0.1", 6050, 5050)]) { ClassNames = [] });
        string text = File.ReadAllText(Path.Combine(folder, GenesisFile.FileName));
        int content = text.IndexOf("\"content\"", StringComparison.Ordinal);
        int at = text.IndexOf(whole, content, StringComparison.Ordinal);
        string message = Refusal($"{text[..at]}{altered}{text[(at + whole.Length)..]}");
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(got, message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n'));
    }

    private static string Refusal(string json) =>
        Assert.Throws<InvalidDataException>(() => GenesisFile.Parse(Encoding.UTF8.GetBytes(json), "x")).Message;
}
