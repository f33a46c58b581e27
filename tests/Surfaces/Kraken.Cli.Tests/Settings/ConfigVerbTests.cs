using System;
using System.IO;
using System.Linq;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Settings;
using Xunit;

namespace Kraken.Cli.Tests.Settings;

/// <summary>'kraken config': the settings of each process, as they would be taken.</summary>
public sealed class ConfigVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-config-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheFolderOfANodeIsReadAndItsDumpAsYamlSaysTheSame()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        string node = Path.Combine(folder, "node1");
        (int code, string dumped, string error) = CommandLineRun.Of("config", "dump", "node", "--data", node, "--history", "64");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("\nhistory: 64\n", dumped, StringComparison.Ordinal);
        Assert.Contains("node.json, line", dumped, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", dumped, StringComparison.Ordinal);

        File.Delete(Path.Combine(node, "node.json"));
        File.WriteAllText(Path.Combine(node, "node.yaml"), dumped);
        (code, string again, _) = CommandLineRun.Of("config", "dump", "node", "--data", node);
        Assert.Equal(0, code);
        Assert.Equal(Said(dumped), Said(again));
        Assert.Equal(0, CommandLineRun.Of("config", "check", "node", "--data", node).Code);
    }

    [Fact]
    public void AWrongMemberIsNamedWithFileAndLine()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        string file = Path.Combine(folder, "node1", "node.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"rpc_port\"", "\"rpcport\"", StringComparison.Ordinal));
        (int code, _, string error) = CommandLineRun.Of("config", "check", "node", "--data", Path.Combine(folder, "node1"));
        Assert.Equal(2, code);
        Assert.Contains($"{file}, line ", error, StringComparison.Ordinal);
        Assert.Contains("got 'rpcport'; did you mean rpc_port?", error, StringComparison.Ordinal);
        (code, _, error) = CommandLineRun.Of("node", "--data", Path.Combine(folder, "node1"));
        Assert.Equal(2, code);
        Assert.Contains("got 'rpcport'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFilesInAFolderAreOneTooMany()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        File.WriteAllText(Path.Combine(folder, "node1", "node.yaml"), "rpc_port: 1\n");
        (int code, _, string error) = CommandLineRun.Of("config", "check", "node", "--data", Path.Combine(folder, "node1"));
        Assert.Equal(2, code);
        Assert.Contains("expected node.yaml or node.json, got both", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfAWatcherIsTakenAndItsSecretsAreNotShown()
    {
        string file = Path.Combine(folder, "watch.yaml");
        File.WriteAllText(
            file, "genesis: g.json\nqueue: amqp://user:hunter2@broker\nstore: s3://key:hunter2@store/bucket\nmemory: 16GiB\n");
        (int code, string dumped, _) = CommandLineRun.Of("config", "dump", "watch", "--config", file);
        Assert.Equal(0, code);
        Assert.Contains("memory: 16GiB\n", dumped, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", dumped, StringComparison.Ordinal);
        (code, _, string error) = CommandLineRun.Of("config", "check", "explore", "--config", file);
        Assert.Equal(2, code);
        Assert.Contains("got 'memory'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    /// <summary>What a process would refuse at its start is refused by the check, in the same words.</summary>
    [Theory]
    [InlineData("node --data FOLDER/node1 --l1-url http://127.0.0.1:1", "--l1-contract is required beside --l1-url: expected it, or ")]
    [InlineData("explore --l1-url http://127.0.0.1:1", "--l1-contract is required beside --l1-url: expected it, or ")]
    [InlineData("watch --genesis g --queue amqp://broker", "--store is required beside --queue: expected it, or KRAKEN_STORE in")]
    [InlineData("watch --genesis g --store FOLDER", "--queue is required beside --store: expected it, or KRAKEN_QUEUE in")]
    [InlineData("watch --genesis g --store FOLDER --queue http://a", "queue: expected amqp://")]
    [InlineData("prove-worker --genesis g --store FOLDER", "--queue is required: expected it, or KRAKEN_QUEUE in")]
    [InlineData("explore --store ftp://a", "store: expected s3://... or a folder, got something else")]
    [InlineData("follow --dir FOLDER/none --from http://127.0.0.1:1", "--genesis: expected it, --genesis-hash by which it is fetched, or ")]
    [InlineData("follow --dir FOLDER/node1 --from http://a", "--dir: expected a follower's folder, got a validator's (validator.key)")]
    [InlineData("follow --dir FOLDER --from http://a/?b", "--from: expected addresses such as http://127.0.0.1:5050, got 'http://a/?b'")]
    [InlineData("node --data /nope", "--data: expected a node's folder, as 'kraken genesis' makes it, got '/nope'")]
    [InlineData("node --data FOLDER", "--data: expected a folder with node.yaml or node.json, got 'FOLDER' without")]
    public void TheCheckSaysWhatTheStartWouldSay(string line, string expected)
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        string[] arguments = line.Replace("FOLDER", folder, StringComparison.Ordinal).Split(' ');
        (int code, string output, string error) = CommandLineRun.Of(["config", "check", .. arguments]);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("good", output, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("FOLDER", folder, StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.Equal((code, error), (CommandLineRun.Of(arguments).Code, CommandLineRun.Of(arguments).Error));
    }

    /// <summary>The files that settings name are read by the check as by the start.</summary>
    [Fact]
    public void TheGenesisFileIsPartOfWhatIsChecked()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        string node = Path.Combine(folder, "node1");
        string genesis = Path.Combine(folder, GenesisFile.FileName);
        Assert.Equal(0, CommandLineRun.Of("config", "check", "watch", "--genesis", genesis).Code);
        Assert.Equal(0, CommandLineRun.Of("config", "check", "explore", "--genesis", genesis).Code);
        Assert.Contains(
            "0x1 is not a validator of this network",
            CommandLineRun.Of("config", "check", "node", "--data", node, "--validator", "0x1").Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "everybody knows", CommandLineRun.Of("config", "check", "node", "--data", node, "--rpc-host", "0.0.0.0").Error,
            StringComparison.Ordinal);
        string[][] lines =
        [
            ["watch"], ["explore"], ["prove-worker", "--queue", "amqp://a", "--store", folder],
            ["follow", "--dir", Path.Combine(folder, "none"), "--from", "http://127.0.0.1:1"],
        ];
        Assert.All(lines, line =>
        {
            (int code, _, string error) = CommandLineRun.Of(["config", "check", .. line, "--genesis", "/nope"]);
            Assert.Equal(2, code);
            Assert.StartsWith("--genesis: /nope: expected a file that can be read", error, StringComparison.Ordinal);
        });
        File.Delete(genesis);
        (int refused, _, string problem) = CommandLineRun.Of("config", "check", "node", "--data", node);
        Assert.Equal(2, refused);
        Assert.Contains("genesis.json: expected a file that can be read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ADevelopmentChainHasNoConfigurationFile()
    {
        Assert.DoesNotContain("configuration file", CommandLineRun.Of("help", "dev").Output, StringComparison.Ordinal);
        Assert.All(OperatorSettings.Development.All, setting => Assert.False(setting.IsInFile));
        Assert.Contains("--metrics-listen", CommandLineRun.Of("help", "dev").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSettingIsWrongByItsOwnDefaultAndNamesAreOfOneForm()
    {
        foreach (SettingTable table in SettingDocumentTests.Tables)
        {
            Assert.All(table.All, setting =>
            {
                Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)*$", setting.Name);
                Assert.True(setting.Default is null || setting.Takes(setting.Default), $"{table.Process}: {setting.Name}");
                Assert.False(setting.Takes("\n"), $"{setting.Name} takes a line feed");
            });
            Assert.Equal(table.All.Length, table.All.Select(setting => setting.Name).Distinct().Count());
        }
    }

    private static string[] Said(string dump) => [.. dump.Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0)];
}
