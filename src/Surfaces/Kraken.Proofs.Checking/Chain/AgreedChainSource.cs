using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>
/// Several nodes as one: every question goes to all, and the answer is the one that at least two thirds of them give. Remembers which
/// nodes agreed. Methods throw <see cref="NodesDisagreeException"/> when too few agree.
/// </summary>
public sealed class AgreedChainSource : IChainSource
{
    private readonly (string Name, IChainSource Source)[] nodes;
    private readonly NodeAgreement[] agreement;
    private readonly Lock gate = new();

    /// <summary>Takes the nodes.</summary>
    public AgreedChainSource(IEnumerable<(string Name, IChainSource Source)> nodes)
    {
        this.nodes = [.. nodes];
        ArgumentOutOfRangeException.ThrowIfZero(this.nodes.Length, nameof(nodes));
        agreement = [.. this.nodes.Select(node => new NodeAgreement(node.Name, 0, null, null))];
    }

    /// <summary>How many nodes must give one answer.</summary>
    public int Quorum => ((2 * nodes.Length) + 2) / 3;

    /// <summary>How each node stood to the others so far.</summary>
    public IReadOnlyList<NodeAgreement> Agreement
    {
        get
        {
            lock (gate)
            {
                return [.. agreement];
            }
        }
    }

    /// <inheritdoc/>
    public Task<ChainId> ChainIdAsync(CancellationToken cancellation) =>
        AskAsync("the chain's id", node => node.ChainIdAsync(cancellation), chain => chain.Name, cancellation);

    /// <summary>The height that enough nodes have reached.</summary>
    public async Task<ulong> LatestAsync(CancellationToken cancellation)
    {
        ulong?[] heights = await Task.WhenAll(nodes.Select(async (node, index) =>
        {
            (bool answered, ulong height, _) =
                await TryAsync(index, node.Source.LatestAsync(cancellation), cancellation).ConfigureAwait(false);
            return answered ? height : (ulong?)null;
        })).ConfigureAwait(false);
        ulong[] known = [.. heights.OfType<ulong>().OrderDescending()];
        return known.Length >= Quorum
            ? known[Quorum - 1]
            : throw new NodesDisagreeException($"{known.Length} of {nodes.Length} nodes answer, {Quorum} are needed");
    }

    /// <inheritdoc/>
    public Task<Block> BlockAsync(ulong number, CancellationToken cancellation) =>
        AskAsync($"block {number}", node => node.BlockAsync(number, cancellation), AnswerDigest.Of, cancellation);

    /// <inheritdoc/>
    public Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) =>
        AskAsync($"the header of block {number}", node => node.HeaderAsync(number, cancellation), AnswerDigest.Of, cancellation);

    /// <inheritdoc/>
    public Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) =>
        AskAsync($"the state diff of block {number}", node => node.StateDiffAsync(number, cancellation), AnswerDigest.Of, cancellation);

    /// <inheritdoc/>
    public Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation) =>
        AskAsync($"class {classHash}", node => node.ClassAsync(block, classHash, cancellation), AnswerDigest.Of, cancellation);

    /// <inheritdoc/>
    public Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation) => AskAsync(
        $"storage of {contract} at {key} after block {block}",
        node => node.StorageAtAsync(block, contract, key, cancellation),
        AnswerDigest.Of,
        cancellation);

    /// <inheritdoc/>
    public Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        AskAsync(
            $"nonce of {contract} after block {block}",
            node => node.NonceAtAsync(block, contract, cancellation),
            AnswerDigest.Of,
            cancellation);

    /// <inheritdoc/>
    public Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) => AskAsync(
        $"class of {contract} after block {block}",
        node => node.ClassHashAtAsync(block, contract, cancellation),
        AnswerDigest.Of,
        cancellation);

    /// <summary>A certificate of any node: it speaks for itself, and nodes may hold different signatures.</summary>
    public async Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) =>
        await CertificatesAsync(number, cancellation).ConfigureAwait(false) is [var first, ..] ? (ReadOnlyMemory<byte>?)first : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> CertificatesAsync(ulong number, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>?[] found = await Task.WhenAll(nodes.Select(async (node, index) =>
            (await TryAsync(index, node.Source.CertificateAsync(number, cancellation), cancellation).ConfigureAwait(false)).Answer))
                .ConfigureAwait(false);
        return [.. found.OfType<ReadOnlyMemory<byte>>().Where(certificate => !certificate.IsEmpty)];
    }

    /// <summary>A proof of the first node that gives one: it speaks for itself.</summary>
    public async Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            (bool answered, StorageProof? proof, _) =
                await TryAsync(i, nodes[i].Source.StorageProofAsync(block, query, cancellation), cancellation).ConfigureAwait(false);
            if (answered)
            {
                return proof!;
            }
        }

        throw new NodesDisagreeException($"of {nodes.Length} nodes none gives a storage proof after block {block}");
    }

    private async Task<T> AskAsync<T>(
        string question, Func<IChainSource, Task<T>> ask, Func<T, string> digest, CancellationToken cancellation)
    {
        (bool Answered, T? Answer, string? Failure)[] answers =
            await Task.WhenAll(nodes.Select((node, index) => TryAsync(index, ask(node.Source), cancellation))).ConfigureAwait(false);
        string?[] texts = [.. answers.Select(answer => answer.Answered ? digest(answer.Answer!) : null)];
        string? agreed = texts.OfType<string>()
            .GroupBy(text => text)
            .Where(group => group.Count() >= Quorum)
            .Select(group => group.Key)
            .FirstOrDefault();
        Note(question, texts, agreed);
        return agreed is not null
            ? answers[Array.IndexOf(texts, agreed)].Answer!
            : throw new NodesDisagreeException(
                $"of {nodes.Length} nodes no {Quorum} agree on {question}: {Said(texts, answers.Select(answer => answer.Failure))}");
    }

    private string Said(IEnumerable<string?> texts, IEnumerable<string?> failures) => string.Join(
        "; ", nodes.Zip(texts, failures).Select(item => $"{item.First.Name} says {item.Second ?? $"nothing ({item.Third})"}"));

    private async Task<(bool Answered, T? Answer, string? Failure)> TryAsync<T>(int index, Task<T> question, CancellationToken cancellation)
    {
        try
        {
            return (true, await question.ConfigureAwait(false), null);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or RpcClientException
                || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            lock (gate)
            {
                agreement[index] = agreement[index] with { Failure = agreement[index].Failure ?? exception.Message };
            }

            return (false, default, exception.Message);
        }
    }

    private void Note(string question, string?[] texts, string? agreed)
    {
        lock (gate)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                if (agreed is not null && texts[i] == agreed)
                {
                    agreement[i] = agreement[i] with { Answers = agreement[i].Answers + 1 };
                }
                else if (texts[i] is { } text)
                {
                    string difference = agreed is null
                        ? $"{question}: no answer of enough nodes, got {text}"
                        : $"{question}: expected {agreed}, got {text}";
                    agreement[i] = agreement[i] with { Difference = agreement[i].Difference ?? difference };
                }
            }
        }
    }
}
