using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Curves;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Feeder.Client;

/// <summary>
/// Reads blocks and classes from a feeder gateway: the public network's, or that of a node of any maker. Safe for several threads. Methods
/// throw <see cref="FeederException"/> when it refuses or answers nonsense, <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">The client to use; not disposed here.</param>
/// <param name="address">The node's address, such as http://127.0.0.1:5050: what stands before /feeder_gateway.</param>
/// <param name="limits">The bounds.</param>
public sealed class FeederClient(HttpClient http, Uri address, FeederLimits limits)
{
    private readonly FeederConnection connection = new(http, address);

    /// <summary>The number and hash of the last block.</summary>
    public Task<(ulong Number, Felt Hash)> HeadAsync(CancellationToken cancellation) => ReadAsync(
        "get_block?blockNumber=latest&headerOnly=true",
        limits.MaxSmallBytes,
        node => (node["block_number"].Number(), node["block_hash"].Felt()),
        cancellation);

    /// <summary>A block with what it changed; null when the gateway has no such block.</summary>
    /// <param name="number">The height.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FeederException">The answer is of another block, or contradicts itself.</exception>
    public async Task<FeederBlock?> BlockAsync(ulong number, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(
                string.Create(CultureInfo.InvariantCulture, $"get_state_update?blockNumber={number}&includeBlock=true"),
                limits.MaxBlockBytes,
                node => ReadBlock(node, number),
                cancellation).ConfigureAwait(false);
        }
        catch (FeederException refusal) when (refusal.Code == FeederErrorCode.BlockNotFound)
        {
            return null;
        }
    }

    /// <summary>A class as it was declared; null when the gateway does not know it. Its hash is not checked.</summary>
    public Task<SierraClass?> ClassAsync(Felt hash, CancellationToken cancellation) =>
        DeclaredAsync("get_class_by_hash", hash, SierraClassJson.Read, cancellation);

    /// <summary>A compiled class by the hash of the class; null when the gateway does not know it. Its hash is not checked.</summary>
    public Task<CasmClass?> CompiledClassAsync(Felt hash, CancellationToken cancellation) =>
        DeclaredAsync("get_compiled_class_by_class_hash", hash, CasmClassJson.Read, cancellation);

    /// <summary>The signature of the gateway's holder over a block hash.</summary>
    public Task<(Felt BlockHash, EcdsaSignature Signature)> SignatureAsync(ulong number, CancellationToken cancellation) => ReadAsync(
        string.Create(CultureInfo.InvariantCulture, $"get_signature?blockNumber={number}"),
        limits.MaxSmallBytes,
        ReadSignature,
        cancellation);

    /// <summary>The public key that <see cref="SignatureAsync"/> is of.</summary>
    public Task<Felt> PublicKeyAsync(CancellationToken cancellation) =>
        ReadAsync("get_public_key", limits.MaxSmallBytes, node => node.Felt(), cancellation);

    /// <summary>Decodes the answer to a question for a block and its state update.</summary>
    internal static FeederBlock ReadBlock(JsonNode node, ulong number)
    {
        JsonNode block = node["block"];
        JsonNode update = node["state_update"];
        FeederBlock read = new(GatewayBlockJson.Read(block), update["old_root"].Felt(), GatewayStateJson.ReadDiff(update["state_diff"]));
        BlockHeader header = read.Block.Header;
        if (header.Number != number)
        {
            block["block_number"].Fail($"block {number}");
        }

        if (update["block_hash"].Felt() != header.Hash)
        {
            update["block_hash"].Fail($"{header.Hash}");
        }

        if (update["new_root"].Felt() != header.StateRoot)
        {
            update["new_root"].Fail($"{header.StateRoot}");
        }

        return read;
    }

    private static (Felt BlockHash, EcdsaSignature Signature) ReadSignature(JsonNode node)
    {
        const int Elements = 2;
        ImmutableArray<Felt> signature = node["signature"].Felts(Elements);
        if (signature.Length != Elements)
        {
            node["signature"].Fail("two field elements");
            return default;
        }

        return (node["block_hash"].Felt(), new(signature[0], signature[1]));
    }

    private async Task<T?> DeclaredAsync<T>(string path, Felt hash, Func<JsonNode, T> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await ReadAsync(
                $"{path}?classHash={hash}&blockNumber=latest", limits.MaxClassBytes, read, cancellation).ConfigureAwait(false);
        }
        catch (FeederException refusal) when (refusal.Code == FeederErrorCode.UndeclaredClass)
        {
            return null;
        }
    }

    private async Task<T> ReadAsync<T>(string question, int maxBytes, Func<JsonNode, T> read, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> answer =
            await connection.AskAsync(question, maxBytes, limits.MaxSmallBytes, cancellation).ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return JsonDecoding.TryDecode(document.RootElement, read, out T? value, out DecodeError? error)
                ? value
                : throw new FeederException($"the answer to {question} is malformed: {error}");
        }
        catch (JsonException exception)
        {
            throw new FeederException($"the answer to {question} is no JSON: {exception.Message}", exception);
        }
    }
}
