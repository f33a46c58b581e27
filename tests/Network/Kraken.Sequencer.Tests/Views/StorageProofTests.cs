using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc;
using Kraken.Rpc.Tests;
using Kraken.Sequencer.Views;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.State.Store;
using Kraken.Trie;
using Xunit;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>starknet_getStorageProof of a chain that makes blocks: its form by the specification, its content by headers' roots.</summary>
public sealed class StorageProofTests
{
    private const int Height = 251;
    private static readonly OpenRpcSpecification Specification = new();
    private static readonly Felt Absent = 0xabcdef;

    [Fact]
    public async Task ProofsOfEveryBlockHaveItsRootAndTheStatesValues()
    {
        using TestChain chain = await WithTransfersAsync(3);
        RpcService rpc = Serve(chain);
        for (ulong number = 0; number <= 3; number++)
        {
            StorageProofQuery query = QueryOf(chain);
            StorageProof proof = await ProveAsync(rpc, query, $$"""{"block_number":{{number}}}""");
            BlockHeader header = chain.Store.Header(number)!;
            Assert.Equal(header.Hash, proof.BlockHash);
            Verify(query, proof, header.StateRoot, chain.Store.StateAt(number)!);
        }
    }

    [Fact]
    public async Task AHundredKeysAreProvenAndOneMoreIsRefusedWhereverItStands()
    {
        using TestChain chain = await WithTransfersAsync(1);
        RpcService rpc = Serve(chain);
        ImmutableArray<Felt> hundred = [.. Enumerable.Range(1, StorageProofQuery.MaxKeys).Select(key => (Felt)key)];
        foreach (StorageProofQuery query in (StorageProofQuery[])
        [
            new(hundred, [], []), new([], hundred, []), new([], [], [new(1, hundred)]),
            new([], [], [.. hundred.Select(address => new ContractKeys(address, []))]),
            new(hundred[..30], hundred[..30], [new(1, hundred[..20]), new(2, hundred[..20])]),
        ])
        {
            await ProveAsync(rpc, query, "\"latest\"");
            foreach (StorageProofQuery more in (StorageProofQuery[])
            [
                query with { Classes = query.Classes.Add(777) }, query with { Contracts = query.Contracts.Add(777) },
                query with { Storage = query.Storage.Add(new(777, [])) }, query with { Storage = query.Storage.Add(new(777, [777])) },
            ])
            {
                JsonElement error = (await CallAsync(rpc, more, "\"latest\"")).GetProperty("error");
                Assert.Equal(-32602, error.GetProperty("code").GetInt32());
                Assert.Contains("at most 100", error.GetProperty("data").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task KeysThatNoTrieHasBlocksThatAreNotThereAndStatesThatAreGoneHaveTheirErrors()
    {
        using TestChain chain = await WithTransfersAsync(4, StateRetention.Newest(2));
        RpcService rpc = Serve(chain);
        StorageProofQuery query = QueryOf(chain);
        Felt tooLarge = Felt.FromBigInteger(BigInteger.One << Height);
        Assert.Equal(-32602, await ErrorAsync(rpc, query with { Classes = [tooLarge] }, "\"latest\""));
        Assert.Equal(-32602, await ErrorAsync(rpc, query with { Contracts = [tooLarge] }, "\"latest\""));
        Assert.Equal(-32602, await ErrorAsync(rpc, query with { Storage = [new(tooLarge, [])] }, "\"latest\""));
        Assert.Equal(-32602, await ErrorAsync(rpc, query with { Storage = [new(1, [tooLarge])] }, "\"latest\""));
        await ProveAsync(rpc, new([tooLarge - 1], [tooLarge - 1], [new(tooLarge - 1, [tooLarge - 1])]), "\"latest\"");
        Assert.Equal(24, await ErrorAsync(rpc, query, """{"block_number":5}"""));
        Assert.Equal(42, await ErrorAsync(rpc, query, """{"block_number":1}"""));
        StorageProof oldest = await ProveAsync(rpc, query, """{"block_number":2}""");
        Verify(query, oldest, chain.Store.Header(2)!.StateRoot, chain.Store.StateAt(2)!);
    }

    /// <summary>Blocks are appended, and states dropped, while proofs of the latest block are made.</summary>
    [Fact]
    public async Task AProofIsOfOneStateWhileBlocksAreCommitted()
    {
        using TestChain chain = await WithTransfersAsync(1, StateRetention.Newest(1));
        RpcService rpc = Serve(chain);
        StorageProofQuery query = QueryOf(chain);
        Task commits = Task.Run(async () =>
        {
            for (ulong nonce = 1; nonce <= 20; nonce++)
            {
                Assert.Null(chain.Admission.AdmitForeign(Signed.Transfer(6, nonce, amount: nonce)));
                await chain.CommitNextAsync();
            }
        });
        HashSet<Felt> proven = [];
        bool last;
        do
        {
            last = commits.IsCompleted;
            JsonElement answer = await CallAsync(rpc, query, "\"latest\"");
            if (answer.TryGetProperty("error", out JsonElement error))
            {
                // The state was dropped under the request, by two blocks since it came.
                Assert.Equal(42, error.GetProperty("code").GetInt32());
                continue;
            }

            StorageProof proof = Read(answer.GetProperty("result"));
            BlockHeader header = chain.Store.Header(chain.Store.NumberOf(proof.BlockHash)!.Value)!;
            Verify(query, proof, header.StateRoot, null);
            proven.Add(proof.BlockHash);
        }
        while (!last);
        await commits;
        Assert.Contains(chain.Store.Header(21)!.Hash, proven);
    }

    private static async Task<TestChain> WithTransfersAsync(ulong count, StateRetention retention = default)
    {
        TestChain chain = new(1, retention: retention);
        for (ulong nonce = 0; nonce < count; nonce++)
        {
            Assert.Null(chain.Admission.AdmitForeign(Signed.Transfer(6, nonce, to: nonce + 0x1234)));
            await chain.CommitNextAsync();
        }

        return chain;
    }

    private static RpcService Serve(TestChain chain) =>
        new(new RpcBackend { Chain = new ChainReader(chain.Store, chain.Rules, TimeProvider.System) }, new RpcOptions());

    /// <summary>Leaves that are there and leaves that are not, of all tries.</summary>
    private static StorageProofQuery QueryOf(TestChain chain) => new(
        [ChainContracts.Account.ClassHash, Absent],
        [DevelopmentAccounts.All[6].Address, WellKnownAddresses.FeeToken, Absent, 1],
        [
            new(WellKnownAddresses.FeeToken,
            [
                .. chain.Store.StateDiff(1)!.StorageDiffs.Single(diff => diff.Address == WellKnownAddresses.FeeToken)
                    .Entries.Select(entry => entry.Key),
                Absent,
            ]),
            new(Absent, [Absent]),
            new(1, [0]),
        ]);

    private static void Verify(StorageProofQuery query, StorageProof proof, Felt stateRoot, HistoricalState? state)
    {
        Assert.Equal(stateRoot, StateCommitment.Combine(proof.ContractsRoot, proof.ClassesRoot));
        TrieProof<PoseidonTrieHash> classes = Nodes<PoseidonTrieHash>(proof.Classes);
        foreach (Felt classHash in query.Classes)
        {
            Assert.True(classes.TryGet(proof.ClassesRoot, Height, classHash, out Felt leaf, out TrieProofError? error), error?.ToString());
            Felt compiled = state?.CompiledClassHashOf(classHash) ?? default;
            Assert.Equal(classHash == Absent, leaf.IsZero);
            Assert.True(state is null || leaf == (compiled.IsZero ? Felt.Zero : StateCommitment.ClassLeaf(compiled)));
        }

        TrieProof<PedersenTrieHash> contracts = Nodes<PedersenTrieHash>(proof.Contracts);
        foreach ((Felt address, ContractLeaf leaf) in query.Contracts.Zip(proof.Leaves))
        {
            Assert.True(contracts.TryGet(proof.ContractsRoot, Height, address, out Felt value, out _));
            Assert.Equal(value, leaf.Hash);

            // The protocol's contract of block hashes comes with block 10.
            Assert.True(address == 1 || (address == Absent) == value.IsZero);
            Assert.True(state is null || (leaf.Nonce == state.NonceAt(address) && leaf.ClassHash == state.ClassHashAt(address)));
        }

        Assert.Equal(query.Storage.Length, proof.Storage.Length);
        foreach ((ContractKeys contract, ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes) in query.Storage.Zip(proof.Storage))
        {
            TrieProof<PedersenTrieHash> storage = Nodes<PedersenTrieHash>(nodes);
            Felt root = proof.Leaves[query.Contracts.IndexOf(contract.Address)].StorageRoot!.Value;
            foreach (Felt key in contract.Keys)
            {
                Assert.True(storage.TryGet(root, Height, key, out Felt value, out TrieProofError? error), error?.ToString());
                Assert.True(key != Absent || value.IsZero);
                Assert.True(state is null || value == state.StorageAt(contract.Address, key));
            }
        }
    }

    private static TrieProof<THash> Nodes<THash>(ImmutableArray<KeyValuePair<Felt, TrieNode>> stated)
        where THash : struct, ITrieHash
    {
        TrieProof<THash> nodes = new();
        Assert.True(nodes.TryAdd(stated, out TrieProofError? error), error?.ToString());
        return nodes;
    }

    private static async Task<StorageProof> ProveAsync(RpcService rpc, StorageProofQuery query, string block)
    {
        JsonElement answer = await CallAsync(rpc, query, block);
        Assert.True(answer.TryGetProperty("result", out JsonElement result), answer.ToString());
        return Read(result);
    }

    private static StorageProof Read(JsonElement result)
    {
        Assert.Null(Specification.CheckResult("starknet_getStorageProof", result));
        bool read = JsonDecoding.TryDecode(result, StorageProofJson.Read, out StorageProof? proof, out DecodeError? error);
        Assert.True(read, error?.ToString());
        return proof!;
    }

    private static async Task<int> ErrorAsync(RpcService rpc, StorageProofQuery query, string block) =>
        (await CallAsync(rpc, query, block)).GetProperty("error").GetProperty("code").GetInt32();

    private static async Task<JsonElement> CallAsync(RpcService rpc, StorageProofQuery query, string block)
    {
        string storage = string.Join(',', query.Storage.Select(contract =>
            $$$"""{"contract_address":"{{{contract.Address}}}","storage_keys":{{{List(contract.Keys)}}}}"""));
        string parameters = $"[{block},{List(query.Classes)},{List(query.Contracts)},[{storage}]]";
        string request = $$$"""{"jsonrpc":"2.0","id":1,"method":"starknet_getStorageProof","params":{{{parameters}}}}""";
        return JsonDocument.Parse(await rpc.HandleAsync(Encoding.UTF8.GetBytes(request), CancellationToken.None)).RootElement;
    }

    private static string List(ImmutableArray<Felt> felts) => $"[{string.Join(',', felts.Select(felt => $"\"{felt}\""))}]";
}
