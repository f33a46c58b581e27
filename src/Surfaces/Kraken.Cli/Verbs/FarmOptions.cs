using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cli.Files;
using Kraken.Farm;
using Kraken.Fields;

namespace Kraken.Cli.Verbs;

/// <summary>Joins a farm's queue and store, for the verbs that are part of one; nothing that is printed repeats an address whole.</summary>
internal static class FarmOptions
{
    /// <summary>Opens a store alone; says on standard error what is wrong.</summary>
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
