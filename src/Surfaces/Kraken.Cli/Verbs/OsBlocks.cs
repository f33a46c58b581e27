using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Witness;
using Kraken.Cli.Files;
using Kraken.Execution.Classes;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;

namespace Kraken.Cli.Verbs;

/// <summary>The blocks that <c>kraken os</c> runs, out of a file or from a node.</summary>
internal static class OsBlocks
{
    /// <summary>Reads and establishes them; null after an error, which was shown.</summary>
    public static async Task<BlockWitness?> ReadAsync(OsQuestion question, CancellationToken cancellation) =>
        question.Range is { } path ? FromFile(path, cancellation) : await FromNodeAsync(question, cancellation).ConfigureAwait(false);

    // The file says itself which chain it is of and which block is its last: both runs are of what it says.
    private static BlockWitness? FromFile(string path, CancellationToken cancellation)
    {
        if (InputFile.Read(path, StatelessRangeCodec.MaxBytes) is not { } bytes)
        {
            return null;
        }

        if (!StatelessRangeCodec.TryDecode(bytes, out StatelessRange? range, out string? error))
        {
            ErrorLine.Write(path, error);
            return null;
        }

        if (range.Blocks.IsEmpty)
        {
            ErrorLine.Write(path, "expected at least one block, got none");
            return null;
        }

        if (!StatelessReplay.TryRun(
            range, range.Chain, range.Blocks[^1].Block.Header.Hash, new ClassCompiler(), out EstablishedRange? established,
            out ReplayMismatch? mismatch, cancellation))
        {
            ErrorLine.Write(path, mismatch);
            return null;
        }

        return established.ToWitness();
    }

    private static async Task<BlockWitness?> FromNodeAsync(OsQuestion question, CancellationToken cancellation)
    {
        using BlockAuthority authority = GenesisAuthority.Open(question.Genesis!)!;
        using HttpClient http = new() { Timeout = NodeAddresses.Patience };
        try
        {
            StatelessReader reader = new(new RpcChainSource(new RpcClient(http, new Uri(question.Node!))), authority);
            (_, EstablishedRange established) =
                await reader.ReadAsync(question.First, question.Last, cancellation).ConfigureAwait(false);
            return established.ToWitness();
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException or NodeRefusedException)
        {
            ErrorLine.Write(question.Node!, exception.Message);
            return null;
        }
    }
}
