using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kraken.Node;
using Kraken.Node.Configuration.Settings;
using Xunit;

namespace Kraken.Cli.Tests.Deploy;

/// <summary>deploy/systemd and deploy/ansible: their commands, settings and ports are those of the code.</summary>
public sealed partial class UnitTests
{
    private static readonly string[] Hardening =
    [
        "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service", "UMask=0077", "User=kraken",
    ];

    public static TheoryData<string> Units => [.. DeployFiles.Find("systemd", "*.service").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Units))]
    public void ACommandOfAUnitIsOneOfTheProgram(string unit)
    {
        string[] lines = DeployFiles.Text($"systemd/{unit}").Split('\n');
        string[] commands =
        [
            .. lines.Where(line => line.StartsWith("Exec", StringComparison.Ordinal)).Select(line => line.Split('=', 2)[1]),
        ];
        Assert.Equal(2, commands.Length);
        foreach (string command in commands)
        {
            Assert.StartsWith("/opt/kraken/kraken ", command, StringComparison.Ordinal);
            ParseResult parsed = CommandLine.Create().Parse(command.Split(' ')[1..]);
            Assert.Empty(parsed.Errors);
        }

        SettingTable table = DeployFiles.Tables[commands[1].Split(' ')[1]];
        Assert.All(lines.Where(line => line.StartsWith("Environment=KRAKEN_", StringComparison.Ordinal)), line =>
            Assert.NotNull(DeployFiles.OfVariable(table, line.Split('=')[1])));
        Assert.All(Hardening, line => Assert.Contains(line, lines));

        // A validator is killed only after all that it may take to end.
        int patience = int.Parse(
            lines.Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1],
            CultureInfo.InvariantCulture);
        Assert.True(patience > new NodeOptions().Drain.TotalSeconds + 30);
    }

    [Theory]
    [InlineData("node.yaml.j2", "node")]
    [InlineData("watch.yaml.j2", "watch")]
    [InlineData("prove-worker.yaml.j2", "prove-worker")]
    [InlineData("explore.yaml.j2", "explore")]
    public void AFileThatIsWrittenOnAHostHasSettingsOfItsProcess(string template, string process)
    {
        string text = DeployFiles.Text($"ansible/roles/kraken/templates/{template}");
        string[] names = [.. Member().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(names.Length >= 3);
        Assert.All(names, name => Assert.True(DeployFiles.Tables[process].Find(name) is { IsInFile: true }, $"{template}: {name}"));
    }

    [Fact]
    public void PortsOfAllWaysToDeployAreTheSame()
    {
        Dictionary<string, string> ports = PortOfRole().Matches(DeployFiles.Text("ansible/roles/kraken/defaults/main.yml"))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.Equal(DeployFiles.Tables["node"].Find("rpc_port")!.Default, ports["rpc"]);
        Assert.Equal(DeployFiles.Tables["explore"].Find("port")!.Default, ports["explorer"]);
        string layout = DeployFiles.Text("terraform/layout/main.tf");
        string opened = $"ports = {{ ssh = {ports["ssh"]}, rpc = {ports["rpc"]}, explorer = {ports["explorer"]} }}";
        Assert.Contains(opened, layout, StringComparison.Ordinal);
        Assert.Contains($":{ports["metrics"]}", DeployFiles.Text("compose/compose.yaml"), StringComparison.Ordinal);
        Assert.Contains($"port: {ports["peer"]}", DeployFiles.Text("compose/chain.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFirewallIsClosedByDefault()
    {
        string rules = DeployFiles.Text("ansible/roles/kraken/templates/nftables.conf.j2");
        Assert.Contains("hook input priority filter; policy drop;", rules, StringComparison.Ordinal);
        string defaults = DeployFiles.Text("ansible/roles/kraken/defaults/main.yml");
        Assert.All((string[])["admin", "rpc", "explorer"], who =>
            Assert.Contains($"kraken_{who}_cidrs: []", defaults, StringComparison.Ordinal));

        // Each rule that opens something does so to the network's own hosts, or to those that a variable names.
        Assert.All(
            rules.Split('\n').Where(line => line.Contains("dport", StringComparison.Ordinal)),
            line => Assert.Matches(@"saddr \{\{ (cidr|kraken_subnet) \}\}", line));
    }

    [GeneratedRegex(@"(?:^  |combine\(\{)'(\w+)':", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^kraken_(\w+)_port: (\d+)$", RegexOptions.Multiline)]
    private static partial Regex PortOfRole();
}
