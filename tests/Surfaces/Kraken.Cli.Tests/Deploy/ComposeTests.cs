using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Node.Configuration.Settings;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Kraken.Cli.Tests.Deploy;

/// <summary>deploy/compose: processes take the settings that it gives them, ports agree, nothing is open that need not be.</summary>
public sealed class ComposeTests
{
    private static readonly YamlMappingNode File = DeployFiles.Yaml("compose/compose.yaml");

    private static IReadOnlyList<(string Name, YamlNode Service)> Services { get; } =
        [.. File.Get("services").Members()];

    private static IReadOnlyList<(string Name, YamlNode Service, SettingTable Table)> Own { get; } =
    [
        .. Services.Where(service => service.Service.Get("image").Texts().Single().Contains("KRAKEN_IMAGE", StringComparison.Ordinal))
            .Select(service => (service.Name, service.Service, DeployFiles.Tables[service.Service.Get("command").Texts().First()])),
    ];

    [Fact]
    public void ThereAreFourValidatorsAndWhatProvesAndShows()
    {
        Assert.Equal(4, Own.Count(service => service.Table.Process == "node"));
        Assert.All((string[])["watch", "prove-worker", "explore"], verb => Assert.Single(Own, service => service.Table.Process == verb));
        Assert.Contains(Services, service => service.Name == "rabbitmq");
        Assert.Contains(Services, service => service.Name == "s3");
    }

    [Fact]
    public void EverySettingIsOneOfItsProcessAndTakesItsValue()
    {
        foreach ((string name, YamlNode service, SettingTable table) in Own)
        {
            (string Name, YamlNode Value)[] variables = [.. service.Get("environment").Members()];
            Assert.NotEmpty(variables);
            foreach ((string variable, YamlNode value) in variables)
            {
                Setting? setting = DeployFiles.OfVariable(table, variable);
                Assert.True(setting is not null, $"{name}: no setting of 'kraken {table.Process}' has the variable {variable}");
                string text = value.Texts().Single();
                bool isFile = variable.EndsWith(SettingTable.FileSuffix, StringComparison.Ordinal);
                Assert.True(isFile || setting.Takes(text), $"{name}: {variable}");
            }

            Assert.All(table.All.Where(setting => setting.IsRequired && setting.Name != "validator"), setting =>
                Assert.Contains(variables, variable => DeployFiles.OfVariable(table, variable.Name) == setting));
        }
    }

    [Fact]
    public void SecretsAreFilesAndPortsAreOfThisMachineAlone()
    {
        HashSet<string> secrets = [.. File.Get("secrets").Members().Select(secret => secret.Name)];
        foreach ((_, YamlNode service) in Services)
        {
            IEnumerable<string> used = (service.Get("secrets") as YamlSequenceNode)?.Children
                .Select(secret => secret is YamlScalarNode { Value: { } plain } ? plain : secret.Get("source").Texts().Single()) ?? [];
            Assert.All(used, secret => Assert.Contains(secret, secrets));
            Assert.All(service.Get("ports").Texts(), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
            Assert.All(service.Get("environment").Members(), variable => Assert.DoesNotMatch(
                "(?i)(password|secret|amqp://|s3://)(?!.*_FILE)", $"{variable.Value.Texts().Single()}"
                    .Replace("/run/secrets/", "", StringComparison.Ordinal)));
        }

        Assert.All(File.Get("secrets").Members(), secret =>
            Assert.StartsWith("./secrets/", secret.Value.Get("file").Texts().Single(), StringComparison.Ordinal));
        Assert.Contains("secrets/", DeployFiles.Text("compose/.gitignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void PublishedPortsAndScrapedOnesAreThoseThatProcessesListenAt()
    {
        foreach ((_, YamlNode service, SettingTable table) in Own)
        {
            string[] listening =
            [
                .. service.Get("environment").Members().Where(member => member.Name.EndsWith("PORT", StringComparison.Ordinal))
                    .SelectMany(member => member.Value.Texts()),
            ];
            Assert.All(service.Get("ports").Texts(), port => Assert.Contains(port.Split(':')[^1], listening));
            string metrics = Variable(service, $"{table.Prefix}METRICS_LISTEN");
            Assert.Contains($"http://127.0.0.1:{metrics.Split(':')[^1]}", service.Get("healthcheck").Get("test").Texts());
        }

        string[] scraped = [.. DeployFiles.Yaml("prometheus/prometheus.yml").Get("scrape_configs")!.AllNodes.OfType<YamlMappingNode>()
            .SelectMany(node => node.Get("targets").Texts())];
        string[] told = [.. Own.Select(service =>
            $"{service.Name}:{Variable(service.Service, $"{service.Table.Prefix}METRICS_LISTEN").Split(':')[^1]}")];
        Assert.Equal(told.Order(StringComparer.Ordinal), scraped.Order(StringComparer.Ordinal));
        string image = DeployFiles.Text("Containerfile");
        string exposed = image.Split('\n').Single(line => line.StartsWith("EXPOSE", StringComparison.Ordinal));
        Assert.All((string[])["5050", "5080", "6050", "9464"], port => Assert.Contains(port, exposed, StringComparison.Ordinal));
    }

    [Fact]
    public void ProcessesMayWriteToTheirVolumesAloneAndAreNotRoot()
    {
        foreach ((_, YamlNode service, _) in Own)
        {
            Assert.Equal("true", service.Get("read_only").Texts().Single());
            Assert.Equal(["ALL"], service.Get("cap_drop").Texts());
            Assert.Contains("no-new-privileges:true", service.Get("security_opt").Texts());
            Assert.Contains("KRAKEN_USER", service.Get("user").Texts().Single(), StringComparison.Ordinal);
        }

        string[] lines = DeployFiles.Text("Containerfile").Split('\n');
        string[] last = lines[Array.FindLastIndex(lines, line => line.StartsWith("FROM", StringComparison.Ordinal))..];
        string user = last.Single(line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Matches("^USER [1-9][0-9]*:[1-9][0-9]*$", user);
        Assert.DoesNotContain(last, line => line.StartsWith("RUN", StringComparison.Ordinal));
    }

    private static string Variable(YamlNode service, string name) =>
        service.Get("environment").Members().Single(member => member.Name == name).Value.Texts().Single();
}
