using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration.Settings;
using Xunit;

namespace Kraken.Cli.Tests.Settings;

/// <summary>docs/configuration.md has the tables of settings as they are; KRAKEN_REWRITE=1 writes them.</summary>
public sealed class SettingDocumentTests
{
    private const string Begin = "<!-- settings -->";

    /// <summary>All tables; what a development chain takes of them last.</summary>
    internal static IReadOnlyList<SettingTable> Tables { get; } =
    [
        NodeSettings.Table, FollowSettings.Table, FarmSettings.Watch, FarmSettings.Worker, ExploreSettings.Table,
        OperatorSettings.Development,
    ];

    [Fact]
    public void TheTablesAreThoseOfTheCode()
    {
        string path = Path.Combine(Checkout.Root, "docs", "configuration.md");
        string text = File.ReadAllText(path);
        string expected = $"{text[..text.IndexOf(Begin, StringComparison.Ordinal)]}{Begin}\n{Written()}";
        if (Environment.GetEnvironmentVariable("KRAKEN_REWRITE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, text);
    }

    private static string Written()
    {
        StringBuilder text = new();
        foreach (SettingTable table in Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## kraken {table.Process}\n");
            foreach (Setting setting in table.All)
            {
                string usual = setting.IsRequired ? "required" : setting.DefaultInWords ?? setting.Default ?? "none";
                string name = setting.IsInFile ? $"`{setting.Name}`" : "no member";
                text.Append(CultureInfo.InvariantCulture, $"- {name}, `{table.VariableOf(setting)}`, `{setting.Flag}`; default: {usual}\n");
                text.Append(CultureInfo.InvariantCulture, $"  <br>{setting.Help}\n  Takes {setting.Expected}.\n");
            }
        }

        return text.ToString();
    }
}
