using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken bundle</c>: takes the stored proof of a block with everything that checking it takes into one file.</summary>
internal static class BundleVerb
{
    public static Command Create()
    {
        Option<ulong> block = new("--block") { Description = "A block that the proof is about.", Required = true };
        Option<string> proofs = ProofsFolder.Option();
        Option<string?> nodes = NodeAddresses.Option("They are asked for what the stored proof lacks, and what they say is checked.");
        Option<string> genesis = new("--genesis") { Description = "The network's genesis.json.", Required = true };
        Option<string> output = new("--out") { Description = "The file for the bundle.", Required = true };
        Option<bool> bare = new("--without-content") { Description = "Leave out the blocks' transactions, receipts and state diffs." };
        Command command = new("bundle", "Take a stored proof of blocks with all that checking it takes; 'verify --bundle' needs no node.")
        {
            block, proofs, nodes, genesis, output, bare,
        };
        command.SetAction((result, cancellation) => RunAsync(
            result.GetValue(block),
            new BlockQuestion(
                result.GetValue(nodes), result.GetRequiredValue(genesis), Path.GetFullPath(result.GetRequiredValue(proofs)), false),
            result.GetRequiredValue(output),
            !result.GetValue(bare),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ulong block, BlockQuestion question, string output, bool withContent, CancellationToken cancellation)
    {
        if (!NodeAddresses.TryRead(question.Nodes, out IReadOnlyList<Uri>? addresses))
        {
            return ExitCode.Usage;
        }

        if (!OutputFile.CanWrite(output)
            || InputFile.Read(question.Genesis!, BlockBundleFile.MaxGenesisBytes) is not { } genesisBytes)
        {
            return ExitCode.Invalid;
        }

        GenesisFile genesis = GenesisFile.Parse(genesisBytes, question.Genesis!);
        using BlockAuthority authority = GenesisAuthority.Open(genesis, question.Genesis!);
        BlockProofCheck check = GenesisAuthority.Check(authority);
        if (await ReadAsync(new RangeProofStore(question.Proofs), authority, check, block, question, cancellation).ConfigureAwait(false)
            is not { } bundle)
        {
            return ExitCode.Invalid;
        }

        using HttpClient http = new() { Timeout = NodeAddresses.Patience };
        try
        {
            IChainSource? source = addresses.Count == 0 ? null : NodeAddresses.Source(http, addresses);
            bundle = await BundleAssembly.CompleteAsync(
                bundle with { Genesis = genesisBytes }, source, authority, withContent, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException or NodesDisagreeException)
        {
            ErrorLine.Write(question.Nodes!, exception.Message);
            return ExitCode.Invalid;
        }

        byte[] file = BlockBundleFile.Write(bundle);
        BlockProofReport report = check.Run(bundle);
        BundleVerification.PrintText(report);
        OutputFile.Write(output, file);
        Console.WriteLine($"wrote {file.Length} bytes to {output}");
        return report.IsValid ? ExitCode.Valid : ExitCode.Invalid;
    }

    /// <summary>The first stored proof that holds; where none does, the first that can be read, which nodes may make whole.</summary>
    private static async Task<BlockBundle?> ReadAsync(
        RangeProofStore store, BlockAuthority authority, BlockProofCheck check, ulong block, BlockQuestion question,
        CancellationToken cancellation)
    {
        BlockBundle? readable = null;
        string problem = $"expected a proof of block {block} of the chain that begins with {authority.GenesisHash}, there is none";
        IReadOnlyList<RangeKey> entries = await store.OfChainAsync(authority.GenesisHash, cancellation).ConfigureAwait(false);
        foreach (RangeKey key in entries.Where(key => key.Contains(block)))
        {
            try
            {
                if (await store.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored
                    && BlockBundleFile.TryRead(stored.Bundle, out BlockBundle? bundle, out problem!))
                {
                    readable ??= bundle;
                    if (check.Run(bundle).IsValid)
                    {
                        return bundle;
                    }
                }
            }
            catch (InvalidDataException exception)
            {
                problem = exception.Message;
            }
        }

        if (readable is not null)
        {
            return readable;
        }

        if (await store.UnprovedAsync(authority.GenesisHash, block, cancellation).ConfigureAwait(false) is { } named)
        {
            problem = $"{problem}: {named.Text}";
        }

        ErrorLine.Write(question.Proofs, problem);
        return null;
    }
}
