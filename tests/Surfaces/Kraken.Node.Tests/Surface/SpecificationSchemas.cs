using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Kraken.Node.Tests.Surface;

/// <summary>
/// The schemas of the specification's OpenRPC files as one JSON schema, evaluated by a library that knows nothing of Starknet. OpenRPC's
/// own members are taken out: wrappers named "schema" and references between files; alternatives need not exclude each other, since those
/// of the specification overlap; and a hint's cell may have an offset below zero, which most have and the specification forgets.
/// </summary>
internal sealed class SpecificationSchemas
{
    private const string Id = "https://starknet.test/rpc";

    private static readonly string[] Files =
    [
        "starknet_api_openrpc.json", "starknet_write_api.json", "starknet_trace_api_openrpc.json", "starknet_executables.json",
        "starknet_ws_api.json",
    ];

    private readonly JsonObject definitions = [];
    private readonly Dictionary<string, ImmutableArray<int>> errors = [];
    private readonly Dictionary<int, string> messages = [];
    private readonly HashSet<string> members = [];
    private readonly EvaluationOptions options = new() { OutputFormat = OutputFormat.List };

    public SpecificationSchemas(string folder)
    {
        Dictionary<string, JsonObject> documents = Files.ToDictionary(
            file => file, file => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject());
        foreach ((string file, JsonObject document) in documents)
        {
            foreach ((string name, JsonNode? schema) in document["components"]!["schemas"]?.AsObject() ?? [])
            {
                definitions[$"{file}.{name}"] = Rewritten(file, schema!);
            }

            if (document["components"]!["schemas"]?["CellRef"] is not null)
            {
                definitions[$"{file}.CellRef"]!["properties"]!["offset"]!.AsObject().Remove("minimum");
            }

            foreach (JsonNode? method in document["methods"]!.AsArray())
            {
                Add(file, method!.AsObject(), documents);
            }
        }

        JsonObject whole = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Id,
            ["$defs"] = definitions,
        };
        options.SchemaRegistry.Register(JsonSchema.FromText(whole.ToJsonString()));
    }

    /// <summary>All methods, notifications among them.</summary>
    public IReadOnlyCollection<string> Methods => errors.Keys;

    /// <summary>Null when a result fits the method's schema and has no member whose name no schema has.</summary>
    public string? CheckResult(string method, JsonElement result) => Check($"result.{method}", result) ?? Unknown(method, result);

    /// <summary>Null when a parameter of a method or notification fits its schema.</summary>
    public string? CheckParameter(string method, string name, JsonElement value) =>
        Check($"parameter.{method}.{name}", value) ?? Unknown(method, value);

    /// <summary>Null when an error is one of the method's, or of JSON-RPC itself, with the specification's message and data.</summary>
    public string? CheckError(string method, JsonElement error)
    {
        int code = error.GetProperty("code").GetInt32();
        if (code < 0)
        {
            return null;
        }

        string message = error.GetProperty("message").GetString()!;
        return !errors[method].Contains(code) ? $"{method}: error {code} is none of its own"
            : messages[code] != message ? $"{method}: error {code}: expected '{messages[code]}', got '{message}'"
            : !definitions.ContainsKey($"error.{code}") ? null
            : !error.TryGetProperty("data", out JsonElement data) ? $"{method}: error {code} without its data"
            : Check($"error.{code}", data);
    }

    private void Add(string file, JsonObject method, Dictionary<string, JsonObject> documents)
    {
        string name = method["name"]!.GetValue<string>();
        if (method["result"]?["schema"] is { } result)
        {
            definitions[$"result.{name}"] = Rewritten(file, result);
        }

        foreach (JsonNode? parameter in method["params"]!.AsArray())
        {
            definitions[$"parameter.{name}.{parameter!["name"]}"] = Rewritten(file, parameter["schema"]!);
        }

        List<int> codes = [];
        foreach (JsonNode? reference in method["errors"]?.AsArray() ?? [])
        {
            (string target, JsonNode error) = Resolved(file, reference!["$ref"]!.GetValue<string>(), documents);
            int code = error["code"]!.GetValue<int>();
            codes.Add(code);
            messages[code] = error["message"]!.GetValue<string>();
            if (error["data"] is JsonObject data)
            {
                definitions[$"error.{code}"] = Rewritten(target, data);
            }
        }

        errors[name] = [.. codes];
    }

    private static (string File, JsonNode Target) Resolved(string file, string reference, Dictionary<string, JsonObject> documents)
    {
        string[] parts = reference.Split('#');
        string target = parts[0].Length == 0 ? file : parts[0].Split('/').Last();
        JsonNode node = documents[target];
        foreach (string step in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node[step]!;
        }

        return node["$ref"] is { } further ? Resolved(target, further.GetValue<string>(), documents) : (target, node);
    }

    private JsonNode Rewritten(string file, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node.DeepClone();
        }

        if (schema["schema"] is JsonObject wrapped)
        {
            return Rewritten(file, wrapped);
        }

        JsonObject result = [];
        foreach ((string name, JsonNode? value) in schema)
        {
            switch (name)
            {
                case "$ref":
                    string[] parts = value!.GetValue<string>().Split('#');
                    string target = parts[0].Length == 0 ? file : parts[0].Split('/').Last();
                    result[name] = $"{Id}#/$defs/{target}.{parts[1].Split('/').Last()}";
                    break;
                case "properties":
                    members.UnionWith(value!.AsObject().Select(member => member.Key));
                    result[name] = new JsonObject(value!.AsObject().Select(
                        member => KeyValuePair.Create<string, JsonNode?>(member.Key, Rewritten(file, member.Value!))));
                    break;
                case "oneOf" or "anyOf" or "allOf":
                    string combined = name == "allOf" ? name : "anyOf";
                    result[combined] = new JsonArray([.. value!.AsArray().Select(item => Rewritten(file, item!))]);
                    break;
                case "items" or "not" or "additionalProperties":
                    result[name] = Rewritten(file, value!);
                    break;
                case "required" when value is not JsonArray:
                    // OpenRPC's mark of a parameter.
                    break;
                case "type" or "enum" or "pattern" or "required" or "minimum" or "maximum" or "minItems" or "maxItems" or "const":
                    result[name] = value!.DeepClone();
                    break;
            }
        }

        return result;
    }

    // Schemas allow any further member: of one that they do not name, a client of the version knows nothing.
    private string? Unknown(string method, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .Select(member => members.Contains(member.Name) ? Unknown(method, member.Value) : $"{method}: '{member.Name}' is in no schema")
            .FirstOrDefault(difference => difference is not null),
        JsonValueKind.Array => value.EnumerateArray()
            .Select(item => Unknown(method, item)).FirstOrDefault(difference => difference is not null),
        _ => null,
    };

    private string? Check(string definition, JsonElement value)
    {
        JsonSchema schema = JsonSchema.FromText($$"""{"$ref":"{{Id}}#/$defs/{{definition}}"}""");
        EvaluationResults results = schema.Evaluate(JsonNode.Parse(value.GetRawText()), options);
        if (results.IsValid)
        {
            return null;
        }

        IEnumerable<string> reasons = results.Details.Where(detail => detail.HasErrors)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        string text = value.GetRawText();
        return $"{definition}: {string.Join("; ", reasons.Take(8))}\n{text[..Math.Min(text.Length, 1000)]}";
    }
}
