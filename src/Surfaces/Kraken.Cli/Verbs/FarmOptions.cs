using System;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cli.Files;
using Kraken.Farm;
using Kraken.Fields;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Where a farm's queue and store are, for the verbs that are part of one. A command line is seen by everybody on the machine, so
/// credentials belong into the environment; nothing that is printed repeats an address whole.
/// </summary>
internal static class FarmOptions
{
    private const string QueueVariable = "KRAKEN_QUEUE";
    private const string StoreVariable = "KRAKEN_STORE";

    /// <summary>The option that names the broker.</summary>
    public static Option<string?> Queue() => new("--queue")
    {
        Description = $"The farm's broker: amqp://[USER:PASSWORD@]HOST[:PORT][/VHOST], or amqps://; else what {QueueVariable} says.",
    };

    /// <summary>The option that names the store.</summary>
    public static Option<string?> Store() => new("--store")
    {
        Description =
            $"The farm's store: s3://[KEY:SECRET@]HOST[:PORT]/BUCKET[/PREFIX], or a folder that all share; else what {StoreVariable} says.",
    };

    /// <summary>The broker that the command line or the environment names; null for none. Help shows defaults, so it is none.</summary>
    public static string? QueueOf(string? option) => option ?? Environment.GetEnvironmentVariable(QueueVariable);

    /// <summary>The store that the command line or the environment names; null for none.</summary>
    public static string? StoreOf(string? option) => option ?? Environment.GetEnvironmentVariable(StoreVariable);

    /// <summary>Opens a store alone; says on standard error what is wrong.</summary>
    /// <param name="store">The store.</param>
    /// <param name="connection">The store.</param>
    public static bool TryOpenStore(string store, [NotNullWhen(true)] out StoreConnection? connection)
    {
        if (!StoreConnection.TryOpen(store, Environment.GetEnvironmentVariable, out connection, out string? problem))
        {
            ErrorLine.Write(problem);
            return false;
        }

        return true;
    }

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
