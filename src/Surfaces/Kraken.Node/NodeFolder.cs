using System.IO;
using System.Linq;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Yaml;
using Kraken.Storage.Files;

namespace Kraken.Node;

/// <summary>What lies in a node's folder, and whose folder it is.</summary>
public static class NodeFolder
{
    /// <summary>The name of the chain's file.</summary>
    public const string StoreFile = "chain.db";

    /// <summary>The name of a validator's configuration in YAML; in JSON it is <see cref="NodeFile.FileName"/>.</summary>
    public const string YamlConfiguration = "node.yaml";

    /// <summary>The file that configures a validator in a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">There are two.</exception>
    public static string? FindConfiguration(string folder)
    {
        string yaml = Path.Combine(folder, YamlConfiguration);
        string json = Path.Combine(folder, NodeFile.FileName);
        return (File.Exists(yaml), File.Exists(json)) switch
        {
            (true, true) => throw new InvalidDataException($"{folder}: expected {YamlConfiguration} or {NodeFile.FileName}, got both"),
            (true, false) => yaml,
            (false, true) => json,
            _ => null,
        };
    }

    /// <summary>
    /// The file by which a folder is a validator's; null where there is none. What it voted for stays decided, however it is configured.
    /// </summary>
    public static string? FindValidator(string folder) =>
        new[] { NodeFile.SigningKeyFile, NodeFile.FileName, YamlConfiguration }
            .FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>The genesis file of a folder: the one that its configuration names, else the one that lies there.</summary>
    /// <exception cref="InvalidDataException">There is none, or the configuration is wrong.</exception>
    public static string GenesisOf(string folder)
    {
        string named = FindConfiguration(folder) is not { } configuration ? GenesisFile.FileName
            : SettingsOf(configuration).Find("genesis")?.Text() ?? NodeFile.UsualGenesis;
        string genesis = Path.Combine(folder, named);
        return File.Exists(genesis) ? genesis
            : throw new InvalidDataException($"{genesis}: expected the genesis file of {folder}, there is none");
    }

    // JSON is YAML.
    private static YamlMap SettingsOf(string path)
    {
        YamlNode root = YamlFile.Parse(BoundedFile.Read(path, NodeFile.MaxBytes), path);
        return root as YamlMap ?? throw root.Refuse("a mapping from names of settings");
    }
}
