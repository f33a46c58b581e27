using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Feeder.Serving;

/// <summary>The parameters of a request. What a path does not take is refused, as the public network's gateway does.</summary>
internal sealed class FeederQuery
{
    private const string BlockNumber = "blockNumber";
    private const string BlockHash = "blockHash";
    private readonly Dictionary<string, string> values = [];

    private FeederQuery()
    {
    }

    /// <summary>Reads a query.</summary>
    /// <param name="query">What follows the path, with its question mark; it comes from outside.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="names">The parameters that the path takes.</param>
    /// <exception cref="FeederException">It is too long, or has others.</exception>
    internal static FeederQuery Parse(string query, FeederLimits limits, ReadOnlySpan<string> names)
    {
        if (query.Length > limits.MaxQueryBytes)
        {
            throw Malformed($"a query of at most {limits.MaxQueryBytes} bytes", $"{query.Length}");
        }

        FeederQuery read = new();
        foreach (string part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? part : part[..equals];
            if (!names.Contains(name))
            {
                string expected = names.IsEmpty ? "none" : string.Join(", ", names.ToArray());
                throw Malformed($"parameters of {expected}", $"'{ForeignText.Short(name)}'");
            }

            if (!read.values.TryAdd(name, equals < 0 ? string.Empty : Uri.UnescapeDataString(part[(equals + 1)..])))
            {
                throw Malformed($"{name} once", "it twice");
            }

            if (read.values.Count > limits.MaxParameters)
            {
                throw Malformed($"at most {limits.MaxParameters} parameters", "more");
            }
        }

        return read;
    }

    /// <summary>
    /// The block that is asked for: by hash, by number, or the last decided one. The word "pending" means that too: it stands for a block
    /// that is closed and has no hash yet, and here a block has one when it is closed.
    /// </summary>
    /// <exception cref="FeederException">It is none of these, or missing.</exception>
    internal BlockId Block() => OptionalBlock() ?? throw Malformed($"{BlockNumber} or {BlockHash}", "neither");

    /// <summary>The same; null where nothing is said of it.</summary>
    /// <exception cref="FeederException">It is none of these, or both are given.</exception>
    internal BlockId? OptionalBlock()
    {
        if (values.TryGetValue(BlockHash, out string? hash))
        {
            return values.ContainsKey(BlockNumber) ? throw Malformed($"one of {BlockNumber} and {BlockHash}", "both")
                : new BlockId.ByHash(Felt(BlockHash, hash));
        }

        return !values.TryGetValue(BlockNumber, out string? number) ? null
            : number is "latest" or "pending" ? BlockId.Latest
            : ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong height) ? new BlockId.ByNumber(height)
            : throw Malformed($"{BlockNumber} to be a number, latest or pending", $"'{ForeignText.Short(number)}'");
    }

    /// <summary>A hash that must be given.</summary>
    /// <exception cref="FeederException">It is missing, or none.</exception>
    internal Felt Felt(string name) =>
        values.TryGetValue(name, out string? text) ? Felt(name, text) : throw Malformed(name, "nothing");

    /// <summary>Whether a flag is set; it is not where nothing is said of it.</summary>
    /// <exception cref="FeederException">It is neither true nor false.</exception>
    internal bool Flag(string name) => values.GetValueOrDefault(name) switch
    {
        null or "false" or "False" => false,
        "true" or "True" => true,
        string other => throw Malformed($"{name} to be true or false", $"'{ForeignText.Short(other)}'"),
    };

    private static Felt Felt(string name, string text) =>
        Hexadecimal.TryParse(Encoding.UTF8.GetBytes(text), out Felt value)
            ? value
            : throw Malformed($"{name} to be a field element in hexadecimal", $"'{ForeignText.Short(text)}'");

    private static FeederException Malformed(string expected, string got) =>
        new(FeederErrorCode.MalformedRequest, $"expected {expected}, got {got}");
}
