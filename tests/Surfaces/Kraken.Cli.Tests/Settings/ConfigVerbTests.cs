using System;
using System.IO;
using System.Linq;
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
