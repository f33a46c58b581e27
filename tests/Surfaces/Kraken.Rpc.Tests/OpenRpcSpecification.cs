using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kraken.Rpc.Tests;

/// <summary>
/// The OpenRPC files of the specification, and a check of values against their JSON schemas: types, members, references, patterns,
/// ranges, enumerations. "oneOf" asks for at least one match, because the specification's alternatives overlap.
/// </summary>
internal sealed class OpenRpcSpecification
{
    private static readonly string[] Files =
    [
        "starknet_api_openrpc.json", "starknet_write_api.json", "starknet_trace_api_openrpc.json", "starknet_executables.json",
        "starknet_ws_api.json",
    ];

    private readonly Dictionary<string, JsonElement> documents;

    /// <param name="folder">The folder of a version's files.</param>
    public OpenRpcSpecification(string folder = "rpc-spec") =>
        documents = Files.ToDictionary(file => file, file => SharedData.Json($"starknet/{folder}/{file}"));

    /// <summary>The methods that a node answers; notifications, which it sends, have no result.</summary>
    public IEnumerable<string> MethodNames => documents.Values.SelectMany(document => document.GetProperty("methods").EnumerateArray())
        .Where(method => method.TryGetProperty("result", out _))
        .Select(method => method.GetProperty("name").GetString()!);

    /// <summary>The code and message of every error of the specification.</summary>
    public IEnumerable<(int Code, string Message)> Errors => documents.Values
        .Where(document => document.GetProperty("components").TryGetProperty("errors", out _))
        .SelectMany(document => document.GetProperty("components").GetProperty("errors").EnumerateObject())
        .Where(error => error.Value.TryGetProperty("code", out _))
        .Select(error => (error.Value.GetProperty("code").GetInt32(), error.Value.GetProperty("message").GetString()!));

    public IEnumerable<string> ParameterNames(string method) =>
        Method(method).Method.GetProperty("params").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!);

    /// <summary>The parameters without which a call is none.</summary>
    public IEnumerable<string> RequiredParameters(string method) => Method(method).Method.GetProperty("params").EnumerateArray()
        .Where(parameter => parameter.TryGetProperty("required", out JsonElement required) && required.GetBoolean())
        .Select(parameter => parameter.GetProperty("name").GetString()!);

    /// <summary>Null when a method's result fits its schema, else the first place that does not.</summary>
    public string? CheckResult(string method, JsonElement result)
    {
        (string file, JsonElement definition) = Method(method);
        return Check(file, definition.GetProperty("result").GetProperty("schema"), result, "result");
    }

    /// <summary>Null when a parameter of a method, or of a notification, fits its schema.</summary>
    public string? CheckParameter(string method, string parameter, JsonElement value)
    {
        (string file, JsonElement definition) = Method(method);
        JsonElement named = definition.GetProperty("params").EnumerateArray()
            .First(item => item.GetProperty("name").ValueEquals(parameter));
        return Check(file, named.GetProperty("schema"), value, parameter);
    }

    /// <summary>Null when a value fits a named schema of the main file.</summary>
    public string? CheckNamed(string schema, JsonElement value) =>
        Check(Files[0], documents[Files[0]].GetProperty("components").GetProperty("schemas").GetProperty(schema), value, schema);

    private (string File, JsonElement Method) Method(string name) => documents
        .SelectMany(document => document.Value.GetProperty("methods").EnumerateArray().Select(method => (document.Key, method)))
        .First(entry => entry.method.GetProperty("name").ValueEquals(name));

    private string? Check(string file, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            (string targetFile, JsonElement target) = Resolve(file, reference.GetString()!);
            return Check(targetFile, target, value, path);
        }

        // Some definitions wrap their schema.
        if (schema.TryGetProperty("schema", out JsonElement wrapped))
        {
            return Check(file, wrapped, value, path);
        }

        return CheckCombined(file, schema, value, path)
            ?? CheckScalar(schema, value, path) ?? CheckMembers(file, schema, value, path) ?? CheckItems(file, schema, value, path);
    }

    private (string File, JsonElement Target) Resolve(string file, string reference)
    {
        string[] parts = reference.Split('#');
        string targetFile = parts[0].Length == 0 ? file : parts[0].Split('/').Last();
        JsonElement target = documents[targetFile];
        foreach (string step in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            target = target.GetProperty(step);
        }

        return (targetFile, target);
    }

    private string? CheckCombined(string file, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("allOf", out JsonElement all) &&
            all.EnumerateArray().Select(part => Check(file, part, value, path)).FirstOrDefault(error => error is not null) is { } failure)
        {
            return failure;
        }

        if (schema.TryGetProperty("not", out JsonElement not) && Check(file, not, value, path) is null)
        {
            return $"{path}: is what it must not be";
        }

        if (schema.TryGetProperty("oneOf", out JsonElement one) || schema.TryGetProperty("anyOf", out one))
        {
            string?[] errors = [.. one.EnumerateArray().Select(part => Check(file, part, value, path))];
            return errors.Any(error => error is null) ? null : $"{path}: no alternative fits ({string.Join(" | ", errors)})";
        }

        return null;
    }

    private static string? CheckScalar(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("type", out JsonElement type) && !HasType(value, type.GetString()!))
        {
            return $"{path}: expected {type}, got {value.ValueKind}";
        }

        if (schema.TryGetProperty("enum", out JsonElement allowed) &&
            !allowed.EnumerateArray().Any(item => value.ValueKind == JsonValueKind.String && item.GetString() == value.GetString()))
        {
            return $"{path}: {value} is not one of {allowed}";
        }

        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out JsonElement pattern) &&
            !Regex.IsMatch(value.GetString()!, Repair(pattern.GetString()!)))
        {
            return $"{path}: {value} does not match {pattern}";
        }

        // The specification gives cell offsets of hints a minimum of zero, though they are signed.
        return value.ValueKind == JsonValueKind.Number && !path.EndsWith(".offset", StringComparison.Ordinal)
            && schema.TryGetProperty("minimum", out JsonElement minimum) && value.GetDouble() < minimum.GetDouble()
            ? $"{path}: {value} is below {minimum}"
            : null;
    }

    // The pattern of storage keys allows first digits 0 to 7 only, which would refuse half of the keys below 2^251 when written without
    // leading zeros, as every node does.
    private static string Repair(string pattern) =>
        pattern.Replace("[0-7]{1}[a-fA-F0-9]{0,62}$)", "[a-fA-F1-9]{1}[a-fA-F0-9]{0,62})$", StringComparison.Ordinal);

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException(type),
    };

    private string? CheckMembers(string file, JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("required", out JsonElement required) && required.ValueKind == JsonValueKind.Array &&
            required.EnumerateArray()
                .FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{path}: {missing} is missing";
        }

        if (!schema.TryGetProperty("properties", out JsonElement properties))
        {
            return null;
        }

        if (schema.TryGetProperty("additionalProperties", out JsonElement additional) && additional.ValueKind == JsonValueKind.False &&
            value.EnumerateObject().FirstOrDefault(member =>
                !properties.TryGetProperty(member.Name, out _)) is { Value.ValueKind: not JsonValueKind.Undefined } extra)
        {
            return $"{path}: {extra.Name} is not allowed";
        }

        return properties.EnumerateObject()
            .Where(property => value.TryGetProperty(property.Name, out _))
            .Select(property => Check(file, property.Value, value.GetProperty(property.Name), $"{path}.{property.Name}"))
            .FirstOrDefault(error => error is not null);
    }

    private string? CheckItems(string file, JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        int length = value.GetArrayLength();
        if ((schema.TryGetProperty("minItems", out JsonElement min) && length < min.GetInt32()) ||
            (schema.TryGetProperty("maxItems", out JsonElement max) && length > max.GetInt32()))
        {
            return $"{path}: has {length} items";
        }

        return schema.TryGetProperty("items", out JsonElement items)
            ? value.EnumerateArray()
                .Select((item, i) => Check(file, items, item, $"{path}[{i}]")).FirstOrDefault(error => error is not null)
            : null;
    }
}
