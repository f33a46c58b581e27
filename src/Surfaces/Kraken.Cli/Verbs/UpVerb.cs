using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Devnet;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken up</c>: four validators, the watcher-prover, the explorer and a short client run on this machine.</summary>
internal static class UpVerb
{
    private const string LockFile = "up.lock";

    // Metrics are two thousand ports higher, peers one thousand.
    private const int MaxFirstPort = 63_000;
    private const int MaxLoadSeconds = 86_400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "Data folder.", DefaultValueFactory = _ => ".kraken" };
        Option<int> port = new("--port")
        {
            Description = "JSON-RPC port of the first node; the explorer takes this port + 30.",
            DefaultValueFactory = _ => 5050,
        };
        port.Between(1, MaxFirstPort);
        Option<int> load = new("--load-seconds") { Description = "Length of the client run; 0 for none.", DefaultValueFactory = _ => 20 };
        load.Between(0, MaxLoadSeconds);
        Option<string?> execution = new("--execution")
        {
            Description = "What runs contracts on the nodes: 'vm', 'native', or 'both' to compare each run; without it node.json says.",
        };
        execution.Must(text => EngineConverter.TryParse(text, out _), EngineConverter.Expected);
        Command command = new("up", "Start 4 validators, the watcher-prover, the explorer and a short client run.")
        {
            data, port, load, execution,
        };
        command.SetAction((result, cancellation) => RunAsync(
            new DevnetLayout(Path.GetFullPath(result.GetRequiredValue(data)), result.GetRequiredValue(port), Validators: 4),
            result.GetRequiredValue(load),
            result.GetValue(execution),
            cancellation));
        return command;
    }

    /// <summary>True while a network holds the folder's lock.</summary>
    public static bool IsRunning(string folder)
    {
        try
        {
            string path = Path.Combine(folder, LockFile);
            if (File.Exists(path))
            {
                using FileStream probe = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<int> RunAsync(DevnetLayout layout, int loadSeconds, string? execution, CancellationToken cancellation)
    {
        Directory.CreateDirectory(layout.Folder);
        if (IsRunning(layout.Folder))
        {
            Console.Error.WriteLine($"a network is running on {layout.Folder} already");
            return 1;
        }

        using FileStream held = new(Path.Combine(layout.Folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        List<ChildProcess> children = [];
        try
        {
            DevnetRun run = new(layout, children) { Execution = execution };
            return await run.RunAsync(loadSeconds, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Console.WriteLine("stopping ...");
            await Task.WhenAll(children.ConvertAll(child => child.StopAsync(Patience))).ConfigureAwait(false);
            Console.WriteLine("stopped");
        }
    }
}
