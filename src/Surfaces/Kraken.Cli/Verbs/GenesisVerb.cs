using System;
using System.CommandLine;
using System.IO;
using System.Text;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken genesis</c>: makes the files of a network.</summary>
internal static class GenesisVerb
{
    private const int MaxValidators = 100;
    private const int MaxPort = 65_535;
    private const int MaxChainId = 31;

    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "The network's folder; it must not hold a network yet.", Required = true };
        Option<int> validators = new("--validators") { Description = "How many validators, 1 to 100.", DefaultValueFactory = _ => 4 };
        validators.Between(1, MaxValidators);
        Option<int> rpcPort =
            new("--rpc-port") { Description = "JSON-RPC port of the first node; the others follow.", DefaultValueFactory = _ => 5050 };
        rpcPort.Between(1, MaxPort - MaxValidators);
        Option<int> peerPort =
            new("--peer-port") { Description = "Peer port of the first node; the others follow.", DefaultValueFactory = _ => 6050 };
        peerPort.Between(1, MaxPort - MaxValidators);
        Option<string> chain = new("--chain-id") { Description = "Chain id, up to 31 letters.", DefaultValueFactory = _ => "SN_SEPOLIA" };
        chain.Must(name => name.Length is >= 1 and <= MaxChainId && Ascii.IsValid(name), $"1 to {MaxChainId} ASCII characters");
        Option<string> version = new("--starknet-version")
        {
            Description = "The protocol version whose constants apply.",
            DefaultValueFactory = _ => GenesisDescription.DefaultStarknetVersion,
        };
        version.Must(VersionedConstants.Versions.Contains, $"one of {string.Join(", ", VersionedConstants.Versions)}");
        Command command = new("genesis", "Make a network: genesis file, and a folder with keys and ports per validator.")
        {
            output, validators, rpcPort, peerPort, chain, version,
        };
        command.SetAction(result =>
        {
            string folder = Path.GetFullPath(result.GetRequiredValue(output));
            GenesisFile genesis = LocalNetwork.Create(
                folder,
                result.GetRequiredValue(validators),
                result.GetRequiredValue(rpcPort),
                result.GetRequiredValue(peerPort),
                result.GetRequiredValue(chain),
                result.GetRequiredValue(version));
            foreach (GenesisValidator validator in genesis.Validators)
            {
                result.InvocationConfiguration.Output.WriteLine(
                    $"{validator.Name}  {validator.Address}  kraken node --data {Path.Combine(folder, validator.Name)}");
            }

            return 0;
        });
        return command;
    }
}
