using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration.Settings;
using YamlDotNet.RepresentationModel;

namespace Kraken.Cli.Tests.Deploy;

/// <summary>Reads what lies below deploy/.</summary>
internal static class DeployFiles
{
    /// <summary>The settings of processes by verb.</summary>
    public static IReadOnlyDictionary<string, SettingTable> Tables { get; } = new Dictionary<string, SettingTable>
    {
        ["node"] = NodeSettings.Table,
        ["watch"] = FarmSettings.Watch,
        ["prove-worker"] = FarmSettings.Worker,
        ["explore"] = ExploreSettings.Table,
    };

    public static string Text(string path) => File.ReadAllText(Path.Combine(Checkout.Root, "deploy", path));

    public static IEnumerable<string> Find(string folder, string pattern) => Directory.EnumerateFiles(
        Path.Combine(Checkout.Root, "deploy", folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static YamlMappingNode Yaml(string path)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(Text(path)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static YamlNode? Get(this YamlNode? node, string name) =>
        node.Members().FirstOrDefault(member => member.Name == name).Value;

    /// <summary>The members of a mapping; those that it merges in ("&lt;&lt;") where it has none of the name itself.</summary>
    public static IEnumerable<(string Name, YamlNode Value)> Members(this YamlNode? node)
    {
        (string Name, YamlNode Value)[] own =
        [
            .. (node as YamlMappingNode)?.Children.Select(member => (((YamlScalarNode)member.Key).Value!, member.Value)) ?? [],
        ];
        IEnumerable<(string Name, YamlNode Value)> merged =
            own.Where(member => member.Name == "<<").SelectMany(member => member.Value.Members());
        return own.Where(member => member.Name != "<<").Concat(merged).DistinctBy(member => member.Name);
    }

    public static IEnumerable<string> Texts(this YamlNode? node) => node switch
    {
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode list => list.Children.SelectMany(Texts),
        _ => [],
    };

    /// <summary>The setting that a variable says for a process; null for none. Secrets may be said by a file.</summary>
    public static Setting? OfVariable(SettingTable table, string variable) => table.All.FirstOrDefault(setting =>
        table.VariableOf(setting) == variable || (setting.IsSecret && table.VariableOf(setting) + SettingTable.FileSuffix == variable));
}
