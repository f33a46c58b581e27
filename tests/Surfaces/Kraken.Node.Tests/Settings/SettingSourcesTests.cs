using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Node.Configuration.Settings;
using Xunit;

namespace Kraken.Node.Tests.Settings;

/// <summary>What is chosen by flag, environment and file, and what is said about what cannot be.</summary>
public sealed class SettingSourcesTests : IDisposable
{
    private static readonly Setting Port = Setting.Number("rpc_port", "The port.", 1, 65_535, 5050);
    private static readonly Setting Word = Setting.Choice("execution", "What runs.", "native", "vm", "native", "both");
    private static readonly Setting On = Setting.Switch("allow", "Allows.");
    private static readonly Setting Place = Setting.Path("proofs", "Where.") with { IsRequired = true };
    private static readonly Setting Secret =
        Setting.Of("queue", "The broker.", "an address", text => text.StartsWith("amqp", StringComparison.Ordinal)) with
        {
            IsSecret = true, OwnVariable = "KRAKEN_QUEUE",
        };

    private static readonly SettingTable Table = new("test", [Port, Word, On, Place, Secret]);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AFlagGoesBeforeTheEnvironmentThatBeforeTheFileThatBeforeTheDefault()
    {
        const string File = "rpc_port: 1\nexecution: vm\nproofs: a\n";
        SettingValues values = Read(File, ["rpc_port=3"], ["KRAKEN_TEST_RPC_PORT=2", "KRAKEN_TEST_EXECUTION=both"]);
        Assert.Empty(values.Problems);
        Assert.Equal((3, "--rpc-port"), (values.Number(Port), values.Find(Port)!.Origin));
        Assert.Equal(new SettingValue("both", "KRAKEN_TEST_EXECUTION"), values.Find(Word));
        Assert.Equal(new SettingValue("a", "node.yaml, line 3"), values.Find(Place));
        Assert.Equal(new SettingValue("false", "default"), values.Find(On));
        Assert.Null(values.Text(Secret));
    }

    [Fact]
    public void EverythingThatIsWrongIsNamedWithItsPlaceWhatIsExpectedAndWhatIsThere()
    {
        SettingValues values = Read(
            "rpc_prot: 1\nexecution: fast\nproofs: [a]\nallow: yes\n", ["rpc_port=0"], ["KRAKEN_TEST_PROOF=x", "KRAKEN_OTHER=x"]);
        Assert.Equal(
            [
                "node.yaml, line 1, column 1: expected one of rpc_port, execution, allow, proofs, queue, got 'rpc_prot'; "
                    + "did you mean rpc_port?",
                "KRAKEN_TEST_PROOF: expected the variable of a setting of 'kraken test', got one that no setting has; "
                    + "did you mean KRAKEN_TEST_PROOFS?",
                "--rpc-port: expected 1 to 65535, got '0'",
                "node.yaml, line 2, column 12: execution: expected one of vm, native, both, got 'fast'",
                "node.yaml, line 4, column 8: allow: expected true or false, got 'yes'",
                "node.yaml, line 3, column 9: proofs: expected a path, got a list",
            ],
            values.Problems);
    }

    [Fact]
    public void WhatIsRequiredIsAskedForByAllItsNames() => Assert.Equal(
        [
            "--proofs is required: expected it, or KRAKEN_TEST_PROOFS in the environment, or 'proofs' in the configuration file, "
                + "got none of them",
        ],
        Read("{}", [], []).Problems);

    /// <summary>Beside other mistakes too, but not for a value that is wrong, and not where the file could not be read.</summary>
    [Fact]
    public void WhatIsMissingIsToldBesideOtherMistakes()
    {
        Setting beside = Setting.Path("key", "A key.") with { RequiredBeside = "queue" };
        SettingTable table = new("test", [Port, Place, Secret, beside])
        {
            Checks = [values => values.Number(Port) == 7 ? "--rpc-port: expected another" : null],
        };
        SettingSources sources = new(table, Pairs(["rpc_port=0"]), Pairs(["KRAKEN_QUEUE=amqp://a"]));
        string[] problems = [.. sources.WithoutFile().Problems];
        Assert.Equal(3, problems.Length);
        Assert.StartsWith("--rpc-port: expected 1 to 65535", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("--proofs is required: ", problems[1], StringComparison.Ordinal);
        Assert.StartsWith("--key is required beside --queue: ", problems[2], StringComparison.Ordinal);
        Assert.Equal("no file", Assert.Single(new SettingSources(table, Pairs([]), Pairs([])).Refused("no file").Problems));
        Assert.Equal(
            "--rpc-port: expected another",
            Assert.Single(new SettingSources(table, Pairs(["rpc_port=7", "proofs=a"]), Pairs([])).WithoutFile().Problems));
        Assert.Empty(new SettingSources(table, Pairs(["proofs=a"]), Pairs([])).WithoutFile().Problems);
    }

    [Theory]
    [InlineData("", "expected a mapping, got nothing")]
    [InlineData("- a\n", "expected a mapping from names of settings, got a list")]
    [InlineData("proofs: a\nproofs: b\n", "line 2, column 1: expected each name once, got 'proofs' again")]
    [InlineData("proofs: &a b\n", "got an anchor")]
    [InlineData("proofs: {\n", "node.yaml, line 2, column 1: expected YAML")]
    public void AFileThatIsNoMappingIsRefusedWithItsPlace(string file, string expected) =>
        Assert.Contains(expected, Assert.Single(Read(file, ["proofs=x"], []).Problems), StringComparison.Ordinal);

    [Fact]
    public void JsonIsReadToo()
    {
        byte[] json = "{\n\t\"rpc_port\": 7,\n\t\"execution\": null,\n\t\"proofs\": \"a b\"\n}"u8.ToArray();
        SettingValues values = new SettingSources(Table, Pairs([]), Pairs([])).WithFile(json, "node.json");
        Assert.Empty(values.Problems);
        Assert.Equal((7, "native", "a b"), (values.Number(Port), values.Text(Word), values.Text(Place)));
        Assert.Equal("node.json, line 2", values.Find(Port)!.Origin);
    }

    [Fact]
    public void ASecretComesFromAFileAndIsNeverShown()
    {
        const string Key = "amqp://user:hunter2@broker";
        string path = Path.Combine(folder, "queue");
        File.WriteAllText(path, $"{Key}\n");
        SettingValues values = Read("proofs: a\n", [], [$"KRAKEN_QUEUE_FILE={path}"]);
        Assert.Empty(values.Problems);
        Assert.Equal(Key, values.Text(Secret));
        Assert.DoesNotContain("hunter2", values.Dump(), StringComparison.Ordinal);

        SettingValues wrong = Read("proofs: a\nqueue: hunter2\n", [], []);
        Assert.DoesNotContain("hunter2", Assert.Single(wrong.Problems), StringComparison.Ordinal);
        SettingValues both = Read("proofs: a\n", [], [$"KRAKEN_QUEUE_FILE={path}", $"KRAKEN_QUEUE={Key}"]);
        Assert.Equal("KRAKEN_QUEUE: expected it or KRAKEN_QUEUE_FILE, got both", Assert.Single(both.Problems));
        SettingValues none = Read("proofs: a\n", [], ["KRAKEN_QUEUE_FILE=/no/such"]);
        Assert.Contains("KRAKEN_QUEUE_FILE: ", Assert.Single(none.Problems), StringComparison.Ordinal);
        File.WriteAllText(path, new string('a', 5000));
        Assert.Single(Read("proofs: a\n", [], [$"KRAKEN_QUEUE_FILE={path}"]).Problems);
    }

    [Theory]
    [InlineData("plain/path.txt")]
    [InlineData("it's: # a \"path\" {}")]
    [InlineData("-")]
    [InlineData("null")]
    [InlineData(" spaces ")]
    [InlineData("true")]
    [InlineData("über\u2028\"\\ 🦑")]
    public void WhatIsDumpedSaysTheSame(string place)
    {
        SettingValues values = Read("rpc_port: 8\n", [$"proofs={place}", "allow=true"], ["KRAKEN_QUEUE=amqp://a:b@c"]);
        Assert.Empty(values.Problems);
        SettingValues again = Read(values.Dump(), [], ["KRAKEN_QUEUE=amqp://a:b@c"]);
        Assert.Empty(again.Problems);
        Assert.Equal(Table.All.Select(values.Text), Table.All.Select(again.Text));
    }

    [Fact]
    public void AFileOfMistakesIsAnsweredWithAFewOfThem()
    {
        StringBuilder file = new();
        for (int i = 0; file.Length < 60_000; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"wrong_{i}: 1\n");
        }

        Assert.InRange(Read(file.ToString(), ["proofs=a"], []).Problems.Length, 2, 50);
        string long1 = $"proofs: {new string('x', Setting.MaxLength + 1)}\n";
        Assert.InRange(Assert.Single(Read(long1, [], []).Problems).Length, 1, 200);
        string path = Path.Combine(folder, "large.yaml");
        File.WriteAllText(path, new string('#', 100_000));
        Assert.Single(new SettingSources(Table, Pairs(["proofs=a"]), Pairs([])).WithFile(path).Problems);
        Assert.Single(new SettingSources(Table, Pairs(["proofs=a"]), Pairs([])).WithFile(path + ".none").Problems);
    }

    private static SettingValues Read(string file, string[] flags, string[] environment) =>
        new SettingSources(Table, Pairs(flags), Pairs(environment)).WithFile(Encoding.UTF8.GetBytes(file), "node.yaml");

    private static Dictionary<string, string> Pairs(string[] pairs) =>
        pairs.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
