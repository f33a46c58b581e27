using System.CommandLine;
using System.IO;
using Kraken.Cli.Files;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Node.Snapshots;
using Kraken.State.Snapshots;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken snapshot</c>: the chain of a node's folder as one file, taken while the node runs.</summary>
internal static class SnapshotVerb
{
    public static Command Create()
    {
        Option<string> folder = new("--dir") { Description = "The node's folder; the node may run.", Required = true };
        Option<string> output = new("--out") { Description = "The file to write; an existing one is never overwritten.", Required = true };
        Option<string?> genesis = new("--genesis") { Description = "The network's genesis.json; without it the folder's own." };
        Command command = new("snapshot", "Take the chain of a node's folder to one file, while the node runs.")
        {
            folder, output, genesis,
        };
        command.SetAction(result =>
        {
            string source = Path.GetFullPath(result.GetRequiredValue(folder));
            string target = Path.GetFullPath(result.GetRequiredValue(output));
            GenesisFile network = GenesisFile.Load(result.GetValue(genesis) ?? NodeFolder.GenesisOf(source));
            SnapshotManifest taken = ChainFolder.Take(source, network.ChainId, target);
            TextWriter console = result.InvocationConfiguration.Output;
            console.WriteLine(ErrorLine.Of($"chain    {taken.ChainId}"));
            console.WriteLine($"block    {taken.Number} {taken.BlockHash}");
            console.WriteLine($"records  {taken.Records} in {taken.Bytes} bytes, packed {taken.PackedBytes}");
            console.WriteLine($"sha256   {taken.Digest} of what follows the manifest");
            return 0;
        });
        return command;
    }
}
