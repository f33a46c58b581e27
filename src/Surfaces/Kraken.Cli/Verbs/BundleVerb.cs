using System;
using System.CommandLine;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cli.Files;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken bundle</c>: gathers everything that checking a proof of blocks takes into one file.</summary>
internal static class BundleVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        Option<ulong> block = new("--block") { Description = "A block that the proof is about.", Required = true };
        Option<string> proof = new("--proof") { Description = "The proof of the range of blocks.", Required = true };
        Option<string> node = new("--node")
        {
            Description = "A node's address; what it says is checked.", DefaultValueFactory = _ => "http://127.0.0.1:5050",
        };
        Option<string> genesis = new("--genesis") { Description = "The network's genesis.json.", Required = true };
        Option<string> output = new("--out") { Description = "The file for the bundle.", Required = true };
        Option<bool> bare = new("--without-content") { Description = "Leave out the blocks' transactions, receipts and state diffs." };
        Command command = new("bundle", "Gather a proof of blocks with all that checking it takes; 'verify --bundle' needs no node then.")
        {
            block, proof, node, genesis, output, bare,
        };
        command.SetAction((result, cancellation) => RunAsync(
            result.GetValue(block),
            result.GetRequiredValue(proof),
            result.GetRequiredValue(node),
            result.GetRequiredValue(genesis),
            result.GetRequiredValue(output),
            !result.GetValue(bare),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ulong block, string proofPath, string node, string genesisPath, string output, bool withContent, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(node, UriKind.Absolute, out Uri? address) || !OutputFile.CanWrite(output))
        {
            ErrorLine.Write($"expected a node's address such as http://127.0.0.1:5050 and a file to write, got '{node}' and '{output}'");
            return ExitCode.Usage;
        }

        if (InputFile.Read(proofPath, ProofDecoder.MaxBytes) is not { } proof
            || InputFile.Read(genesisPath, BlockBundleFile.MaxGenesisBytes) is not { } genesis)
        {
            return ExitCode.Invalid;
        }

        VerificationReport report = ProofFileVerifier.Verify(proof);
        if (report.Statement is not { } stated)
        {
            ErrorLine.Write(proofPath, report.Error!.ToString());
            return ExitCode.Invalid;
        }

        if (!BlockStatement.TryParse(stated.Output.AsSpan(), out BlockStatement? statement, out StatementError? error))
        {
            ErrorLine.Write(proofPath, error.ToString());
            return ExitCode.Invalid;
        }

        if (block < statement.FirstBlock || block > statement.LastBlock)
        {
            ErrorLine.Write(proofPath, $"expected a proof of block {block}, got one of {statement.FirstBlock} to {statement.LastBlock}");
            return ExitCode.Invalid;
        }

        using HttpClient http = new() { Timeout = Patience };
        BlockBundle bundle;
        try
        {
            bundle = await BundleAssembly.GatherAsync(
                new RpcBlockSource(new RpcClient(http, address)), proof, statement, genesis, withContent, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException)
        {
            ErrorLine.Write(node, exception.Message);
            return ExitCode.Invalid;
        }

        byte[] file = BlockBundleFile.Write(bundle);
        BlockProofReport checkedBundle = BundleVerification.Check(bundle, GenesisFile.Parse(genesis, genesisPath), genesisPath);
        BundleVerification.PrintText(checkedBundle);
        OutputFile.Write(output, file);
        Console.WriteLine($"wrote {file.Length} bytes to {output}");
        return checkedBundle.IsValid ? ExitCode.Valid : ExitCode.Invalid;
    }
}
