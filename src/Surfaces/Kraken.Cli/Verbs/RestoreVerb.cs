using System.CommandLine;
using System.IO;
using Kraken.Execution.Classes;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Node.Snapshots;
using Kraken.Proofs.Checking;
using Kraken.Starknet.Blocks;
using Kraken.State.Snapshots;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken restore</c>: makes the chain of a node's folder from a snapshot that nobody vouches for.</summary>
internal static class RestoreVerb
{
    private const string Whole = "whole";
    private const string Certificate = "certificate";

    public static Command Create()
    {
        Option<string> snapshot = new("--snapshot") { Description = "The file, from 'kraken snapshot'.", Required = true };
        Option<string> folder = new("--dir") { Description = "The node's folder, which must have no chain yet.", Required = true };
        Option<string?> genesis = new("--genesis")
        {
            Description =
                "The network's genesis.json, by which block 0 and the commit certificate are checked; without it the folder's own.",
        };
        Option<string> check = new("--check")
        {
            Description =
                $"'{Whole}': every block, certificate, class, and the latest state to its last value; '{Certificate}', for a file of your "
                + "own: all headers, the certificate of the latest, and the roots of its state.",
            DefaultValueFactory = _ => Whole,
        };
        check.Must(text => text is Certificate or Whole, $"{Certificate} or {Whole}");
        Command command = new("restore", "Make the chain of a node's folder from a snapshot, and check it.")
        {
            snapshot, folder, genesis, check,
        };
        command.SetAction(result =>
        {
            string target = Path.GetFullPath(result.GetRequiredValue(folder));
            string path = result.GetValue(genesis) ?? NodeFolder.GenesisOf(target);
            GenesisFile network = GenesisFile.Load(path);
            using BlockAuthority authority = GenesisAuthority.Open(network, path);
            bool isWhole = result.GetValue(check) == Whole;
            BlockHeader latest = ChainFolder.Restore(
                Path.GetFullPath(result.GetRequiredValue(snapshot)),
                target,
                Basis(network, authority),
                isWhole ? AuditDepth.Whole : AuditDepth.Certificate,
                new SnapshotLimits());
            TextWriter console = result.InvocationConfiguration.Output;
            console.WriteLine($"restored block {latest.Number} {latest.Hash}, which the committee of the genesis file decided");
            console.WriteLine(isWhole
                ? "checked: every block, certificate, class, and the latest state to its last value"
                : $"checked: headers, certificate and roots, no value of the state: take '--check {Whole}' for a file of another's");
            return 0;
        });
        return command;
    }

    /// <summary>What is known of a chain by its genesis file.</summary>
    internal static AuditBasis Basis(GenesisFile network, BlockAuthority authority)
    {
        ClassCompiler compiler = new();
        return new AuditBasis(network.ChainId, authority.GenesisHash)
        {
            FindProblem = (number, hash, certificate) => authority.FindProblem(number, hash, certificate, out _),
            Compile = sierra => compiler.TryCompile(sierra, out CompiledContract? contract, out _) ? contract.Casm : null,
        };
    }
}
