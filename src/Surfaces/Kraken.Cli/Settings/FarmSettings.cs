using System;
using System.IO;
using Kraken.Cli.Verbs;
using Kraken.Farm;
using Kraken.Farm.Amqp;
using Kraken.Farm.Proving;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The settings of the processes that prove: <c>kraken watch</c> and <c>kraken prove-worker</c>.</summary>
internal static class FarmSettings
{
    /// <summary>The farm's broker.</summary>
    public static Setting Queue { get; } = Setting.Of(
        "queue", "The farm's broker.", "amqp:// or amqps://[USER:PASSWORD@]HOST[:PORT][/VHOST]",
        text => text.Length > 0) with { IsSecret = true, OwnVariable = "KRAKEN_QUEUE" };

    /// <summary>Where witnesses and proofs lie.</summary>
    public static Setting Store { get; } = Setting.Of(
        "store", "The farm's store.", "s3://[KEY:SECRET@]HOST[:PORT]/BUCKET[/PREFIX], or a folder that all share",
        text => text.Length > 0) with { IsSecret = true, OwnVariable = "KRAKEN_STORE" };

    /// <summary>The chain.</summary>
    public static Setting Genesis { get; } = Setting.Path(
        "genesis", "The network's genesis.json, by which the blocks' commit certificates are checked.") with { IsRequired = true };

    /// <summary>The node.</summary>
    public static Setting Rpc { get; } = Setting.Of(
        "rpc", "The node to follow.", "an address such as http://127.0.0.1:5050", OptionRules.IsHttpAddress, "http://127.0.0.1:5050");

    /// <summary>Where a process keeps what is its own.</summary>
    public static Setting Data { get; } = Setting.Path(
        "data", "Where the cursor is kept, and without a farm the queue.", Path.Combine(".kraken", "watcher"));

    /// <summary>Where proofs lie.</summary>
    public static Setting Proofs { get; } = Setting.Path(
        "proofs", "The folder of the status, and without a farm of the proof store.", Path.Combine(".kraken", "proofs"));

    /// <summary>What a proof may take.</summary>
    public static Setting Memory { get; } = Setting.Of(
        "memory", "The memory that a proof may take where it is made here, as 16GiB: what needs more is left to others.",
        $"{MemorySize.Form}, and enough for a proof",
        text => MemorySize.Parse(text) is { } bytes && RangeCells.OfMemory(bytes) > 0) with { DefaultInWords = "most of what there is" };

    /// <summary>What <c>kraken watch</c> takes: a whole farm or none.</summary>
    public static SettingTable Watch { get; } = new(
        "watch",
        [
            ConfigFile.Setting, Rpc, Data, Proofs, Queue with { RequiredBeside = Store.Name }, Store with { RequiredBeside = Queue.Name },
            Genesis, Memory, .. OperatorSettings.All,
        ])
    {
        Checks = [QueueProblem, StoreProblem],
    };

    /// <summary>What <c>kraken prove-worker</c> takes.</summary>
    public static SettingTable Worker { get; } = new(
        "prove-worker",
        [
            ConfigFile.Setting, Queue with { IsRequired = true }, Store with { IsRequired = true }, Genesis, Memory,
            .. OperatorSettings.All,
        ])
    {
        Checks = [QueueProblem, StoreProblem],
    };

    /// <summary>What is wrong with the address of a farm's store, without repeating it; null for nothing.</summary>
    public static string? StoreProblem(SettingValues values)
    {
        if (values.Text(Store) is not { } store)
        {
            return null;
        }

        StoreConnection.TryOpen(store, Environment.GetEnvironmentVariable, out StoreConnection? connection, out string? problem);
        connection?.Dispose();
        return problem;
    }

    private static string? QueueProblem(SettingValues values) =>
        values.Text(Queue) is { } queue && !AmqpAddress.TryParse(queue, Environment.GetEnvironmentVariable, out _, out string? problem)
            ? problem
            : null;
}
