using System;
using System.CommandLine;
using System.IO;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken genesis</c>: makes the files of a network.</summary>
internal static class GenesisVerb
{
    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "The network's folder; it must not hold a network yet.", Required = true };
        Option<int> validators = new("--validators") { Description = "How many validators.", DefaultValueFactory = _ => 4 };
        Option<int> rpcPort = new("--rpc-port") { Description = "JSON-RPC port of the first node; the others follow.", DefaultValueFactory = _ => 5050 };
        Option<int> peerPort = new("--peer-port") { Description = "Peer port of the first node; the others follow.", DefaultValueFactory = _ => 6050 };
        Option<string> chain = new("--chain-id") { Description = "Chain id, at most 31 ASCII characters.", DefaultValueFactory = _ => "SN_SEPOLIA" };
        Command command = new("genesis", "Make a network: genesis file, and a folder with keys and ports per validator.") { output, validators, rpcPort, peerPort, chain };
        command.SetAction(result =>
        {
            string folder = Path.GetFullPath(result.GetRequiredValue(output));
            GenesisFile genesis = LocalNetwork.Create(
                folder, result.GetRequiredValue(validators), result.GetRequiredValue(rpcPort), result.GetRequiredValue(peerPort), result.GetRequiredValue(chain));
            foreach (GenesisValidator validator in genesis.Validators)
            {
                Console.WriteLine($"{validator.Name}  {validator.Address}  kraken node --data {Path.Combine(folder, validator.Name)}");
            }

            return 0;
        });
        return command;
    }
}
