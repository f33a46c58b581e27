using System;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cli.Files;
using Kraken.Farm;
using Kraken.Fields;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Where a farm's queue and store are, for the verbs that are part of one. A command line is seen by everybody on the machine, so credentials
/// belong into the environment; nothing that is printed repeats an address whole.
/// </summary>
internal static class FarmOptions
{
    private const string QueueVariable = "KRAKEN_QUEUE";
    private const string StoreVariable = "KRAKEN_STORE";

    /// <summary>The option that names the broker.</summary>
    public static Option<string?> Queue() => new("--queue")
    {
        Description = $"The farm's broker: amqp://[USER:PASSWORD@]HOST[:PORT][/VHOST], or amqps://; else what {QueueVariable} says.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(QueueVariable),
    };

    /// <summary>The option that names the store.</summary>
    public static Option<string?> Store() => new("--store")
    {
        Description =
            $"The farm's store: s3://[KEY:SECRET@]HOST[:PORT]/BUCKET[/PREFIX], or a folder that all share; else what {StoreVariable} says.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(StoreVariable),
    };

    /// <summary>Joins both; says on standard error what is wrong.</summary>
    /// <param name="queue">The broker.</param>
    /// <param name="store">The store.</param>
    /// <param name="genesis">The hash of the chain's block 0.</param>
    /// <param name="connection">The farm.</param>
    public static bool TryOpen(string? queue, string? store, Felt genesis, [NotNullWhen(true)] out FarmConnection? connection)
    {
        connection = null;
        if (string.IsNullOrEmpty(queue) || string.IsNullOrEmpty(store))
        {
            ErrorLine.Write("expected both --queue and --store of a farm, got one of them or none");
            return false;
        }

        if (!FarmConnection.TryOpen(
            queue, store, genesis, Environment.GetEnvironmentVariable, TimeProvider.System, out connection, out string? problem))
        {
            ErrorLine.Write(problem);
            return false;
        }

        return true;
    }
}
