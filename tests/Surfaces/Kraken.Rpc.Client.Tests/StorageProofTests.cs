using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Trie;
using Xunit;

namespace Kraken.Rpc.Client.Tests;

/// <summary>Storage proofs as a node may send them, and what is no such proof.</summary>
public sealed class StorageProofTests : IDisposable
{
    private const string Answer = """
        {"classes_proof":[{"node_hash":"0x1","node":{"left":"0x2","right":"0x3"}}],
        "contracts_proof":{"nodes":[{"node_hash":"0x4","node":{"path":"0x5","length":6,"child":"0x7"}}],
        "contract_leaves_data":[{"nonce":"0x8","class_hash":"0x9","storage_root":"0xa"},{"nonce":"0xb","class_hash":"0xc"}]},
        "contracts_storage_proofs":[[],[{"node_hash":"0xd","node":{"left":"0xe","right":"0xf"}}]],
        "global_roots":{"contracts_tree_root":"0x10","classes_tree_root":"0x11","block_hash":"0x12"}}
        """;

    private static readonly StorageProofQuery Query = new([1], [2, 3], [new(4, [5, 6]), new(7, [8])]);
    private readonly FakeNode node = new();

    public void Dispose() => node.Dispose();

    [Fact]
    public async Task AProofOfTheSpecificationsFormIsRead()
    {
        Assert.Null(new OpenRpcSpecification().CheckResult("starknet_getStorageProof", JsonDocument.Parse(Answer).RootElement));
        StorageProof proof = await AskAsync(Answer);
        Assert.Equal((0x10, 0x11, 0x12), (proof.ContractsRoot, proof.ClassesRoot, proof.BlockHash));
        Assert.Equal(new(1, TrieNode.Binary(2, 3)), Assert.Single(proof.Classes));
        Assert.Equal(new(4, TrieNode.Edge(7, 5, 6)), Assert.Single(proof.Contracts));
        Assert.Equal([new(9, 8, (Felt)10), new(12, 11, null)], proof.Leaves);
        Assert.Equal([0, 1], proof.Storage.Select(nodes => nodes.Length));
        JsonElement parameters = node.Request.GetProperty("params");
        Assert.Equal("""["0x1"]""", parameters.GetProperty("class_hashes").GetRawText());
        Assert.Equal("""["0x2","0x3"]""", parameters.GetProperty("contract_addresses").GetRawText());
        Assert.Equal(
            """[{"contract_address":"0x4","storage_keys":["0x5","0x6"]},{"contract_address":"0x7","storage_keys":["0x8"]}]""",
            parameters.GetProperty("contracts_storage_keys").GetRawText());
    }

    [Theory]
    [InlineData("\"length\":6", "\"length\":0", "contracts_proof.nodes[0].node.length")]
    [InlineData("\"length\":6", "\"length\":252", "contracts_proof.nodes[0].node.length")]
    [InlineData("\"length\":6", "\"length\":-1", "contracts_proof.nodes[0].node.length")]
    [InlineData("\"child\":\"0x7\"", "\"left\":\"0x7\"", "contracts_proof.nodes[0].node.child")]
    [InlineData("\"right\":\"0xf\"", "\"right\":15", "contracts_storage_proofs[1][0].node.right")]
    [InlineData("\"block_hash\":\"0x12\"", "\"hash\":\"0x12\"", "global_roots.block_hash")]
    [InlineData("\"nonce\":\"0xb\",", "", "contract_leaves_data[1].nonce")]
    [InlineData("\"classes_proof\":[", "\"other\":[", "classes_proof")]
    public async Task WhatIsNoProofIsAnErrorThatNamesThePlace(string part, string other, string place)
    {
        RpcClientException refused = await Assert.ThrowsAsync<RpcClientException>(
            () => AskAsync(Answer.Replace(part, other, StringComparison.Ordinal)));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreNodesOrBytesThanAnyProofHasAreRefused()
    {
        const string Node = """{"node_hash":"0x1","node":{"left":"0x2","right":"0x3"}}""";
        string Many(int count) => Answer.Replace(Node, string.Join(',', Enumerable.Repeat(Node, count)), StringComparison.Ordinal);
        Assert.Equal(25_100, (await AskAsync(Many(25_100))).Classes.Length);
        RpcClientException refused = await Assert.ThrowsAsync<RpcClientException>(() => AskAsync(Many(25_101)));
        Assert.Contains("classes_proof: expected an array of at most 25100 elements, got 25101", refused.Message, StringComparison.Ordinal);

        node.With(Answer);
        byte[] answer = Encoding.UTF8.GetBytes(node.Body);
        node.Bytes = [.. answer, .. Enumerable.Repeat((byte)' ', StorageProofJson.MaxBytes - answer.Length)];
        await node.Client.StorageProofAsync(new BlockId.ByNumber(1), Query, CancellationToken.None);
        node.Bytes = [.. node.Bytes, (byte)' '];
        refused = await Assert.ThrowsAsync<RpcClientException>(
            () => node.Client.StorageProofAsync(new BlockId.ByNumber(1), Query, CancellationToken.None));
        Assert.Equal(
            $"the answer to starknet_getStorageProof: expected at most {StorageProofJson.MaxBytes} bytes, got more", refused.Message);
    }

    private Task<StorageProof> AskAsync(string result) =>
        node.With(result).Client.StorageProofAsync(new BlockId.ByNumber(1), Query, CancellationToken.None);
}
