using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Net.Http;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;

namespace Kraken.Cli.Verbs;

/// <summary>Several nodes of which no single one is believed, as an option names them.</summary>
internal static class NodeAddresses
{
    private const int MaxNodes = 64;
    private const string Name = "--nodes";

    /// <summary>How long an answer is waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The option.</summary>
    /// <param name="purpose">What the nodes are asked for.</param>
    public static Option<string?> Option(string purpose) => new(Name, "--rpc")
    {
        Description = $"Node addresses, separated by commas; at least two thirds must give the same answers. {purpose}",
    };

    /// <summary>Reads the option's value; writes the error line where it is none.</summary>
    /// <param name="text">The value; null for no nodes.</param>
    /// <param name="addresses">The addresses, each once.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out IReadOnlyList<Uri>? addresses)
    {
        addresses = null;
        List<Uri> read = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!OptionRules.IsHttpAddress(part))
            {
                ErrorLine.Write($"{Name}: expected addresses such as http://127.0.0.1:5050, got '{OptionRules.Shown(part)}'");
                return false;
            }

            // A node that is named twice has one vote.
            Uri address = new(part);
            if (!read.Contains(address))
            {
                read.Add(address);
            }
        }

        if (text is not null && read.Count is 0 or > MaxNodes)
        {
            ErrorLine.Write($"{Name}: expected 1 to {MaxNodes} addresses, got {read.Count}");
            return false;
        }

        addresses = read;
        return true;
    }

    /// <summary>What answers as at least two thirds of the nodes do.</summary>
    public static AgreedChainSource Source(HttpClient http, IReadOnlyList<Uri> addresses) =>
        new(addresses.Select(address => (address.ToString(), (IChainSource)new RpcChainSource(new RpcClient(http, address)))));
}
