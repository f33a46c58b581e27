using System;
using System.CommandLine;
using System.IO;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken down</c>: removes the data of a local network.</summary>
internal static class DownVerb
{
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "The network's data folder.", DefaultValueFactory = _ => ".kraken" };
        Command command = new("down", "Remove the data of the local network.") { data };
        command.SetAction(result => Remove(Path.GetFullPath(result.GetRequiredValue(data))));
        return command;
    }

    private static int Remove(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Console.WriteLine($"nothing to remove at {folder}");
            return 0;
        }

        // Only a folder that 'up' made is removed, whatever --data says.
        if (!File.Exists(Path.Combine(folder, GenesisFile.FileName)))
        {
            Console.Error.WriteLine($"{folder} holds no genesis.json: it is not a network's data folder; nothing was removed");
            return 1;
        }

        if (UpVerb.IsRunning(folder))
        {
            Console.Error.WriteLine($"a network is running on {folder}: stop it first (Ctrl-C in its terminal)");
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"removed {folder}");
        return 0;
    }
}
