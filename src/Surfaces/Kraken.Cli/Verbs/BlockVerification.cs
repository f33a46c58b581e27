using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Client;

namespace Kraken.Cli.Verbs;

/// <summary>Checks a block and the stored proofs of its calls, with the answers on which at least two thirds of some nodes agree.</summary>
internal static class BlockVerification
{
    private const int MaxNodes = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Checks, prints and gives the exit code: 0 only when the block and every stored proof of it are valid.</summary>
    public static async Task<int> RunAsync(ulong number, BlockQuestion question, CancellationToken cancellation)
    {
        if (Addresses(question.Nodes) is not { } addresses)
        {
            return ExitCode.Usage;
        }

        using HttpClient http = new() { Timeout = Patience };
        AgreedBlockSource source =
            new(addresses.Select(address => (address.ToString(), (IBlockSource)new RpcBlockSource(new RpcClient(http, address)))));
        using BlockAuthority? authority = GenesisAuthority.Open(question.Genesis);
        (List<StoredProof> stored, List<string> damaged) = Read(new FileProofStore(question.Proofs), number);
        HashSet<Felt> contracts = [.. stored.Select(entry => entry.Manifest.ContractAddress)];
        CheckedBlock block = await new BlockCheck(source, authority).RunAsync(number, contracts, cancellation).ConfigureAwait(false);
        ProofCheck check = new(source, authority);
        BlockVerdict verdict = new(
            block, source.Quorum, source.Agreement, damaged, [.. stored.Select(entry => (entry.Manifest.Key, check.Run(entry, block)))]);
        if (question.PrintsJson)
        {
            verdict.PrintJson();
        }
        else
        {
            verdict.PrintText();
        }

        return verdict.IsValid ? ExitCode.Valid : ExitCode.Invalid;
    }

    private static List<Uri>? Addresses(string text)
    {
        List<Uri> addresses = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out Uri? address)
                || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            {
                ErrorLine.Write($"--nodes: expected addresses such as http://127.0.0.1:5050, got '{part}'");
                return null;
            }

            // A node that is named twice has one vote.
            if (!addresses.Contains(address))
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count is > 0 and <= MaxNodes)
        {
            return addresses;
        }

        ErrorLine.Write($"--nodes: expected 1 to {MaxNodes} addresses, got {addresses.Count}");
        return null;
    }

    private static (List<StoredProof> Stored, List<string> Damaged) Read(FileProofStore store, ulong number)
    {
        List<StoredProof> stored = [];
        List<string> damaged = [];
        foreach (ProofKey key in store.OfBlock(number))
        {
            try
            {
                if (store.Read(key) is { } entry)
                {
                    stored.Add(entry);
                }
            }
            catch (InvalidDataException exception)
            {
                damaged.Add(exception.Message);
            }
        }

        return (stored, damaged);
    }
}
