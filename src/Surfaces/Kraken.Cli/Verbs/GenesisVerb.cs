using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using Kraken.Cli.Files;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken genesis</c>: makes the files of a network.</summary>
internal static class GenesisVerb
{
    public static Command Create()
    {
        Option<string?> output = new("--out")
        {
            Description = "The network's folder, which must not hold a network yet; with --template the file, or none to print.",
        };
        Option<string?> from =
            new("--from") { Description = "The chain file (YAML) that says everything of the chain; see --template and docs/genesis.md." };
        Option<string?> template = new("--template") { Description = $"Write a chain file to begin from: {Choices}." };
        template.Must(name => name is not null && ChainTemplates.Names.Contains(name), $"one of {Choices}");
        Option<int> validators = new("--validators") { Description = "How many validators, 1 to 100.", DefaultValueFactory = _ => 4 };
        validators.Between(1, LocalNetwork.MaxValidators);
        Option<int> rpcPort =
            new("--rpc-port") { Description = "JSON-RPC port of the first node; the others follow.", DefaultValueFactory = _ => 5050 };
        rpcPort.Between(1, IPEndPoint.MaxPort - LocalNetwork.MaxValidators);
        Option<int> peerPort =
            new("--peer-port") { Description = "Peer port of the first node; the others follow.", DefaultValueFactory = _ => 6050 };
        peerPort.Between(1, IPEndPoint.MaxPort - LocalNetwork.MaxValidators);
        Option<string> chain = new("--chain-id") { Description = "Chain id, up to 31 letters.", DefaultValueFactory = _ => "SN_SEPOLIA" };
        chain.IsName();
        Option<string> version = new("--starknet-version")
        {
            Description = "The protocol version whose constants apply.",
            DefaultValueFactory = _ => GenesisDescription.DefaultStarknetVersion,
        };
        version.Must(VersionedConstants.Versions.Contains, $"one of {string.Join(", ", VersionedConstants.Versions)}");
        Option[] own = [validators, rpcPort, peerPort, chain, version];
        Command command = new("genesis", "Make a network: genesis file, and a folder with keys and ports per validator.")
        {
            output, from, template, validators, rpcPort, peerPort, chain, version,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(output) is null && result.GetResult(template) is null)
            {
                result.AddError("Option '--out' is required, the folder of the network.");
            }
        });
        command.SetAction(result =>
        {
            string? given = own.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;
            return (result.GetValue(template), result.GetValue(from), result.GetValue(output)) switch
            {
                ({ } name, null, var file) when given is null => WriteTemplate(name, file),
                (null, { } path, { } folder) when given is null =>
                    Launch(path, Path.GetFullPath(folder), result.InvocationConfiguration.Output),
                (null, null, { } folder) => Draw(
                    Path.GetFullPath(folder),
                    result.GetRequiredValue(validators),
                    result.GetRequiredValue(rpcPort),
                    result.GetRequiredValue(peerPort),
                    result.GetRequiredValue(chain),
                    result.GetRequiredValue(version),
                    result.InvocationConfiguration.Output),
                ({ }, { }, _) => Refuse("expected --template or --from, not both"),
                _ => Refuse($"expected no {given}: the chain file says it"),
            };
        });
        return command;
    }

    private static string Choices => string.Join(", ", ChainTemplates.Names);

    private static int Refuse(string problem)
    {
        ErrorLine.Write(problem);
        return ExitCode.Usage;
    }

    private static int WriteTemplate(string name, string? file)
    {
        if (file is null)
        {
            Console.Write(ChainTemplates.Text(name));
            return 0;
        }

        using FileStream output = new(file, FileMode.CreateNew, FileAccess.Write);
        output.Write(Encoding.UTF8.GetBytes(ChainTemplates.Text(name)));
        return 0;
    }

    private static int Draw(
        string folder, int validators, int rpcPort, int peerPort, string chain, string version, TextWriter output)
    {
        // The ports of the nodes follow each other from the first on.
        return Math.Abs(rpcPort - peerPort) < validators
            ? Refuse(
                $"--peer-port: expected a port {validators} or more from --rpc-port {rpcPort}, for {validators} validators, got {peerPort}")
            : Print(LocalNetwork.Create(folder, validators, rpcPort, peerPort, chain, version), folder, output);
    }

    private static int Launch(string path, string folder, TextWriter output)
    {
        if (InputFile.Read(path, ChainFile.MaxBytes) is not { } yaml)
        {
            return ExitCode.Invalid;
        }

        ChainPlan plan = ChainFile.Read(yaml, path, Path.GetDirectoryName(Path.GetFullPath(path))!, DateTimeOffset.UtcNow);
        return Print(ChainNetwork.Create(folder, plan), folder, output);
    }

    private static int Print(GenesisFile genesis, string folder, TextWriter output)
    {
        if (genesis.Content is { } content)
        {
            output.WriteLine($"chain       {genesis.ChainId}, protocol {genesis.StarknetVersion}");
            output.WriteLine($"block 0     {content.BlockHash}, state root {content.StateRoot}");
            output.WriteLine($"fee token   {content.FeeToken.Address}  {content.FeeToken.Name} ({content.FeeToken.Symbol})");
            Print(output, "class", content.Classes.Select(declared => $"{declared.ClassHash}  {declared.Name}"));
            Print(output, "account", content.Accounts.Select(account => $"{account.Address}  key {account.PublicKey}"));
            Print(output, "contract", content.Contracts.Select(contract => $"{contract.Address}  {contract.Name}"));
        }

        foreach (GenesisValidator validator in genesis.Validators)
        {
            output.WriteLine($"{validator.Name}  {validator.Address}  kraken node --data {Path.Combine(folder, validator.Name)}");
        }

        return 0;
    }

    private static void Print(TextWriter output, string what, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine($"{what,-10}  {line}");
        }
    }
}
