using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Limits;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the member "limits" of a chain file, whose members are those of the genesis file.</summary>
internal static class LimitsReader
{
    private static readonly string[] Texts = ["min_sierra_version", "max_sierra_version", "proof_policy"];

    /// <exception cref="InvalidDataException">They are none, or useless.</exception>
    public static ChainLimits Read(YamlNode node)
    {
        ChainLimits limits;
        try
        {
            limits = Json(node.Map("transaction", "class", "block"), "").Deserialize(ConfigurationJson.Default.ChainLimits)
                ?? throw node.Refuse("a mapping");
        }
        catch (JsonException exception)
        {
            throw At(node, exception.Path).Refuse($"expected a limit of the genesis file: {exception.Message}");
        }

        return limits.Problem() is { } problem ? throw node.Place.Refuse(problem) : limits;
    }

    private static JsonNode Json(YamlNode node, string name) => node switch
    {
        YamlMap map => new JsonObject(map.Members.Select(member =>
            new KeyValuePair<string, JsonNode?>(member.Key, Json(member.Value.Value, member.Key)))),
        YamlText when Texts.Contains(name) => JsonValue.Create(node.Text())!,
        YamlText => JsonValue.Create(node.Number()),
        _ => throw node.Refuse("a mapping or a number"),
    };

    // A path of the serializer such as $.block.max_events: as far as it leads through the file.
    private static YamlPlace At(YamlNode node, string? path)
    {
        YamlNode reached = node;
        foreach (string name in (path ?? "").Split('.').Skip(1))
        {
            if (reached is not YamlMap map || !map.Members.TryGetValue(name, out YamlMember? member))
            {
                break;
            }

            reached = member.Value;
        }

        return reached.Place;
    }
}
