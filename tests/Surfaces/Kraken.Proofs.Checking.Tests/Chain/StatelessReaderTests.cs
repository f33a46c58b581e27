using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Sequencer.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.Trie;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Chain;

/// <summary>Blocks of a node of which nothing is believed: an honest one's are proven, a lie is refused by its place.</summary>
public sealed class StatelessReaderTests : IDisposable
{
    private const ulong Last = 11;
    private static readonly ClassCompiler Compiler = new();
    private static readonly ChainInfo Expected = new(new GenesisDescription().ChainId, WellKnownAddresses.FeeToken);
    private readonly LocalChain chain = new();
    private readonly SigningCommittee committee;
    private readonly BlockAuthority authority;

    public StatelessReaderTests()
    {
        for (ulong number = 1; number < Last - 1; number++)
        {
            chain.Decide();
        }

        chain.Decide(chain.Transfer(1, 0x5555), chain.Call(2, "fibonacci", 5));
        chain.Decide(chain.Transfer(1, DevelopmentAccounts.All[2].Address), chain.Transfer(2, 0x7777));
        committee = new SigningCommittee(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        authority = committee.Authority();
        chain.Certificate = number => committee.Certificate(number, HashOf(number), [0, 1, 2]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        committee.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task AnHonestNodesBlocksFollowFromTheCertificateOfTheLast()
    {
        (StatelessRange range, EstablishedRange proven) = await new StatelessReader(chain, authority).ReadAsync(9, Last, Token);
        Assert.Equal([9, 10, Last], proven.Blocks.Select(block => block.Block.Header.Number));
        Assert.Equal(proven.Blocks.Select(block => block.Block.Header.StateRoot), proven.After.Select(state => state.Roots.Global));
        Assert.Equal(range.Parent.StateRoot, proven.Before.Roots.Global);
        Assert.Equal(HashOf(0), proven.Blocks[1].OldBlockHash);
        Assert.Contains(ChainContracts.Account.ClassHash, proven.Classes.Keys);

        // The file holds all of it, and is checked in the same way.
        byte[] file = StatelessRangeCodec.Encode(range);
        Assert.True(StatelessRangeCodec.TryDecode(file, out StatelessRange? read, out string? error), error);
        Assert.Equal(file, StatelessRangeCodec.Encode(read));
        Assert.True(StatelessReplay.TryRun(read, Expected, HashOf(Last), Compiler, out EstablishedRange? again, out _, Token));
        Assert.Equal(proven.After.Select(state => state.Roots), again.After.Select(state => state.Roots));
        Assert.False(StatelessReplay.TryRun(read, Expected, HashOf(10), Compiler, out _, out _, Token));
    }

    /// <summary>The block program finds all that it asks for in what was proven, and comes to the hash that the committee signed.</summary>
    [Fact]
    public async Task TheBlockProgramRunsOnWhatIsProven()
    {
        (_, EstablishedRange proven) = await new StatelessReader(chain, authority).ReadAsync(10, Last, Token);
        BlockProgramRun run = BlockProgram.Current.Run(proven.ToWitness());
        BlockProgramRun.Completed completed = Assert.IsType<BlockProgramRun.Completed>(run);
        Assert.True(BlockStatement.TryParse(completed.Output.AsSpan(), out BlockStatement? statement, out _));
        Assert.Equal((HashOf(9), HashOf(Last)), (statement.ParentHash, statement.LastHash));
    }

    /// <summary>
    /// A chain with another fee token, a constructor that ran in block 0 and prices that move: what the genesis makes is proven as ever,
    /// and the program comes to the hash that was signed; who expects another token does not take it.
    /// </summary>
    [Fact]
    public async Task AChainOfAnotherGenesisIsProvenByItsOwnFeeToken()
    {
        GenesisToken token = new(0x70ce4, "Acme Gas", "ACME") { Minter = DevelopmentAccounts.All[0].Address };
        using LocalChain other = new(description: new GenesisDescription
        {
            Timestamp = 1_700_000_000,
            FeeToken = token,
            Market = new FeeMarket(1_000_000_000, 100_000),
            Contracts =
            [
                new GenesisContract("vault", 0xacce55, ChainContracts.FeeToken.ClassHash)
                {
                    Constructor = [Felt.FromShortString("Vault"), Felt.FromShortString("V"), 18, 1_000, 0, 0x5555, 0x5556],
                },
            ],
        });
        Felt first = other.Decide(other.Transfer(1, 0x5555)).Header.Hash;
        Block last = other.Decide(other.Sign(2, [1, 0xacce55, Selector.FromName("approve"), 3, 0x5555, 7, 0]));
        Assert.True(last.Header.GasPrices.L2Gas.InFri > 1_000_000_000);
        using SigningCommittee signers = new(new GenesisDescription().ChainId.Name, other.GenesisHash);
        using BlockAuthority own = signers.Authority(token.Address);
        other.Certificate = number => signers.Certificate(number, number == 2 ? last.Header.Hash : first, [0, 1, 2]);
        (_, EstablishedRange proven) = await new StatelessReader(other, own).ReadAsync(1, 2, Token);
        BlockProgramRun.Completed completed =
            Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(proven.ToWitness()));
        Assert.True(BlockStatement.TryParse(completed.Output.AsSpan(), out BlockStatement? statement, out _));
        Assert.Equal((other.GenesisHash, last.Header.Hash), (statement.ParentHash, statement.LastHash));
        Assert.Equal(ChainInfo.ConfigHashOf(own.Chain, token.Address), statement.ConfigHash);
        using BlockAuthority usual = signers.Authority();
        await Assert.ThrowsAsync<NodeRefusedException>(() => new StatelessReader(other, usual).ReadAsync(1, 2, Token));
    }

    /// <summary>A declare, a new account and the transfer that pays for it, a reverted execution, and a block on top of them.</summary>
    [Fact]
    public async Task TransactionsOfEveryKindAreRead()
    {
        using LocalChain other = new();
        Felt key = 0x1234567;
        DeployAccountTransaction deployment = Signed.Deployment(StarkCurve.PublicKey(key), 7);
        SierraClass sierra = ChainContracts.Demo.Class with { Abi = "[]" };
        DeclareTransaction declare = new()
        {
            SenderAddress = DevelopmentAccounts.All[3].Address,
            Nonce = 0,
            ClassHash = ClassHash.Compute(sierra),
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Signed.Bounds(),
        };
        other.DecideAll(
            Signed.Transfer(0, 0, to: deployment.ContractAddress, amount: (UInt128)1_000_000_000_000_000_000 * 1_000),
            Signed.Sign(deployment, key),
            Signed.Sign(declare, DevelopmentAccounts.All[3].PrivateKey!.Value) with { Class = sierra },
            Signed.Transfer(1, 0, amount: UInt128.MaxValue));
        other.DecideAll(Signed.Transfer(0, 1, to: deployment.ContractAddress), Signed.Transfer(1, 1));
        other.Certificate = number => committee.Certificate(number, HashOf(other, number), [0, 1, 2]);
        (StatelessRange range, EstablishedRange established) = await new StatelessReader(other, authority).ReadAsync(1, 2, Token);
        Assert.Contains(established.Blocks[0].Block.Receipts, receipt => receipt.RevertReason is not null);
        Assert.Contains(declare.ClassHash, established.Classes.Keys);
        Assert.True(StatelessRangeCodec.TryDecode(StatelessRangeCodec.Encode(range), out StatelessRange? read, out _));
        Assert.True(StatelessReplay.TryRun(read, Expected, HashOf(other, 2), Compiler, out _, out _, Token));
        BlockProgramRun run = BlockProgram.Current.Run(established.ToWitness());
        BlockProgramRun.Completed completed = Assert.IsType<BlockProgramRun.Completed>(run);
        Assert.True(BlockStatement.TryParse(completed.Output.AsSpan(), out BlockStatement? statement, out _));
        Assert.Equal((HashOf(other, 0), HashOf(other, 2)), (statement.ParentHash, statement.LastHash));
    }

    /// <summary>A file is not believed either: without a node, a leaf or a class of it, or with another one, it is refused.</summary>
    [Fact]
    public async Task WhatAFileLacksOrAltersIsRefused()
    {
        (StatelessRange range, _) = await new StatelessReader(chain, authority).ReadAsync(Last, Last, Token);
        for (int i = 0; i < range.ContractNodes.Length; i++)
        {
            Refusal(range with { ContractNodes = range.ContractNodes.RemoveAt(i) });
            TrieNode node = range.ContractNodes[i];
            Refusal(range with { ContractNodes = range.ContractNodes.SetItem(i, node with { Left = node.Left + 1 }) });
        }

        for (int i = 0; i < range.ClassNodes.Length; i++)
        {
            Refusal(range with { ClassNodes = range.ClassNodes.RemoveAt(i) });
        }

        for (int i = 0; i < range.Classes.Length; i++)
        {
            Refusal(range with { Classes = range.Classes.RemoveAt(i) });
        }

        for (int i = 0; i < range.Leaves.Length; i++)
        {
            (Felt address, ContractLeaf leaf) = range.Leaves[i];
            Refusal(range with { Leaves = range.Leaves.SetItem(i, new(address, leaf with { Nonce = leaf.Nonce + 1 })) });
        }

        Assert.Equal("block 10, state root", Refusal(range with { Roots = new(range.Roots.Contracts + 1, range.Roots.Classes) }));
        Assert.Equal("range", Refusal(range with { Blocks = [] }));
        DecidedBlock block = range.Blocks[0];
        Assert.Equal(
            $"block {Last}, state diff, storage of 0x1 at 0x1", Refusal(range with { Blocks = [block with { OldBlockHash = 5 }] }));
    }

    /// <summary>The caller says which chain it expects; the file's word for it is not taken.</summary>
    [Fact]
    public async Task AFileOfAnotherChainIsRefused()
    {
        (StatelessRange range, _) = await new StatelessReader(chain, authority).ReadAsync(Last, Last, Token);
        Assert.Equal("chain", Refusal(range with { Chain = range.Chain with { ChainId = ChainId.Main } }));
        Assert.Equal("fee token", Refusal(range with { Chain = range.Chain with { FeeToken = 5 } }));
        Assert.Equal("legacy fee token", Refusal(range with { Chain = range.Chain with { LegacyFeeToken = 5 } }));
        Assert.False(StatelessReplay.TryRun(
            range, Expected with { ChainId = ChainId.Main }, HashOf(Last), Compiler, out _, out ReplayMismatch? mismatch, Token));
        Assert.Equal(new ReplayMismatch("chain", "SN_MAIN", "SN_SEPOLIA (0x534e5f5345504f4c4941)"), mismatch);
    }

    [Fact]
    public async Task ANodeIsReadOverJsonRpc()
    {
        await using RpcServer server = chain.Serve();
        await server.StartAsync(Token);
        using HttpClient http = new();
        RpcChainSource node = new(new RpcClient(http, server.Address));
        (_, EstablishedRange proven) = await new StatelessReader(node, authority).ReadAsync(Last, Last, Token);
        Assert.Equal(HashOf(Last), Assert.Single(proven.Blocks).Block.Header.Hash);
    }

    [Fact]
    public async Task EveryFieldOfAHeaderIsBound()
    {
        Func<BlockHeader, BlockHeader>[] lies =
        [
            header => header with { ParentHash = header.ParentHash + 1 },
            header => header with { StateRoot = header.StateRoot + 1 },
            header => header with { SequencerAddress = header.SequencerAddress + 1 },
            header => header with { Timestamp = header.Timestamp + 1 },
            header => header with { GasPrices = header.GasPrices with { L1Gas = Raised(header.GasPrices.L1Gas) } },
            header => header with { GasPrices = header.GasPrices with { L1DataGas = Raised(header.GasPrices.L1DataGas) } },
            header => header with { GasPrices = header.GasPrices with { L2Gas = Raised(header.GasPrices.L2Gas) } },
            header => header with
            {
                L1DataAvailability = header.L1DataAvailability == L1DataAvailability.Blob
                    ? L1DataAvailability.Calldata
                    : L1DataAvailability.Blob,
            },
            header => header with { StarknetVersion = header.StarknetVersion == "0.14.4" ? "0.14.3" : "0.14.4" },
            .. CommitmentLies(),
        ];
        foreach (Func<BlockHeader, BlockHeader> lie in lies)
        {
            await RefusedAsync($"block {Last}, hash of the header", new LyingNode(chain)
            {
                Block = (_, block) => block with { Header = lie(block.Header) },
            });
            await RefusedAsync("block 10, hash of the header", new LyingNode(chain) { Header = (_, header) => lie(header) });
        }

        await RefusedAsync($"block {Last}, number", new LyingNode(chain)
        {
            Block = (_, block) => block with { Header = block.Header with { Number = 12 } },
        });
        await RefusedAsync($"block {Last}, certificate", new LyingNode(chain)
        {
            Block = (_, block) => block with { Header = block.Header with { Hash = 5 } },
        });
        await RefusedAsync("block 10, stated hash", new LyingNode(chain) { Header = (_, header) => header with { Hash = 5 } });
        await RefusedAsync($"block {Last}, protocol version", new LyingNode(chain)
        {
            Block = (_, block) => block with { Header = block.Header with { StarknetVersion = "9.9.9" } },
        });
    }

    [Fact]
    public async Task TheContentOfABlockIsBound()
    {
        (string Where, Func<Block, Block> Lie)[] lies =
        [
            ("commitment to transactions and signatures", block => Changed(block, tx => tx with { Hash = tx.Hash + 1 })),
            ("commitment to transactions and signatures", block => Changed(block, tx => tx with { Signature = [1, 2] })),
            ("transaction 0, hash", block => Changed(block, tx => tx with { Calldata = [.. tx.Calldata[..^1], 9] })),
            ("transaction 0, hash", block => Changed(block, tx => tx with { Nonce = tx.Nonce + 1 })),
            ("transaction 0, hash", block => Changed(block, tx => tx with { SenderAddress = tx.SenderAddress + 1 })),
            ("commitment to transactions and signatures", block => block with { Transactions = [.. block.Transactions.Reverse()] }),
            ("number of transactions", block => block with { Transactions = block.Transactions[1..] }),
            ("commitment to receipts", block => Receipt(block, receipt => receipt with
            {
                ActualFee = receipt.ActualFee with { Amount = receipt.ActualFee.Amount + 1 },
            })),
            ("commitment to receipts", block => Receipt(block, receipt => receipt with { RevertReason = "none" })),
            ("receipt 0, gas", block => Receipt(block, receipt => receipt with
            {
                Gas = receipt.Gas with { L2Gas = receipt.Gas.L2Gas + 1 },
            })),
            ("receipt 0, contract", block => Receipt(block, receipt => receipt with { ContractAddress = 5 })),
            ("number of events", block => Receipt(block, receipt => receipt with { Events = receipt.Events[1..] })),
            ("commitment to events", block => Receipt(block, receipt => receipt with
            {
                Events = [receipt.Events[0] with { Data = [5] }, .. receipt.Events[1..]],
            })),
        ];
        foreach ((string where, Func<Block, Block> lie) in lies)
        {
            await RefusedAsync($"block {Last}, {where}", new LyingNode(chain) { Block = (_, block) => lie(block) });
        }

        await RefusedAsync($"block {Last}, hash of the state diff", new LyingNode(chain)
        {
            Diff = (_, diff) => diff with { Nonces = [diff.Nonces[0] with { Nonce = 77 }, .. diff.Nonces[1..]] },
        });
        await RefusedAsync($"block {Last}, length of the state diff", new LyingNode(chain)
        {
            Diff = (_, diff) => diff with { StorageDiffs = diff.StorageDiffs[1..] },
        });
    }

    [Fact]
    public async Task NoBlockIsAskedForBeforeTheOneAboveItIsEstablished()
    {
        List<ulong> asked = [];
        LyingNode node = new(chain)
        {
            Block = (number, block) =>
            {
                asked.Add(number);
                return number == Last - 1 ? block with { Header = block.Header with { Timestamp = 5 } } : block;
            },
        };
        await Assert.ThrowsAsync<NodeRefusedException>(() => new StatelessReader(node, authority).ReadAsync(Last - 3, Last, Token));
        Assert.Equal([Last, Last - 1], asked);
    }

    [Fact]
    public async Task AnotherCommitteesChainsAndBlocksCertificatesAreRefused()
    {
        using SigningCommittee other = new(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        foreach (Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> lie in (Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?>[])
        [
            _ => null, _ => default(ReadOnlyMemory<byte>), certificate => certificate!.Value[1..],
            _ => other.Certificate(Last, HashOf(Last), [0, 1, 2]), _ => committee.Certificate(Last, HashOf(Last), [0, 1]),
            _ => committee.Certificate(10, HashOf(10), [0, 1, 2]), _ => committee.Certificate(Last, 5, [0, 1, 2]),
        ])
        {
            await RefusedAsync($"block {Last}, certificate", new LyingNode(chain) { Certificate = (_, certificate) => lie(certificate) });
        }

        await RefusedAsync("chain", new LyingNode(chain) { Id = _ => ChainId.FromName("OTHER") });
    }

    [Fact]
    public async Task ClassesAndSingleValuesAreBound()
    {
        Felt account = ChainContracts.Account.ClassHash;
        SierraClass other = ChainContracts.Demo.Class;
        await RefusedAsync($"class {account}", new LyingNode(chain) { Class = (hash, sierra) => hash == account ? other : sierra });
        await RefusedAsync($"class {account}", new LyingNode(chain)
        {
            Class = (hash, sierra) => hash == account ? sierra! with { Abi = sierra.Abi + " " } : sierra,
        });
        await RefusedAsync($"compiled class hash of class {account} after block 10", new LyingNode(chain)
        {
            Class = (hash, sierra) => hash == account ? null : sierra,
        });
        Felt token = WellKnownAddresses.FeeToken;
        await RefusedAsync($"storage of {token} at ", new LyingNode(chain)
        {
            Storage = (contract, _, value) => contract == token ? value + 1 : value,
        });
        await RefusedAsync("nonce of ", new LyingNode(chain) { Nonce = (_, value) => value + 1 });
        await RefusedAsync("class of ", new LyingNode(chain)
        {
            ClassHash = (contract, value) => contract == token ? account : value,
        });
    }

    [Fact]
    public async Task EveryNodeLeafAndRootOfTheStorageProofsIsBound()
    {
        LyingNode counting = new(chain);
        await new StatelessReader(counting, authority).ReadAsync(Last, Last, Token);
        int answers = counting.Proofs;
        Assert.InRange(answers, 3, 20);
        List<(string Where, Func<StorageProof, StorageProof?> Lie)> lies =
        [
            ("storage proof after block 10, ", proof => proof with { ContractsRoot = proof.ContractsRoot + 1 }),
            ("storage proof after block 10, ", proof => proof with { ClassesRoot = proof.ClassesRoot + 1 }),
            ("storage proof after block 10, block hash", proof => proof with { BlockHash = proof.BlockHash + 1 }),
            ("leaves of contracts", proof => proof.Leaves.IsEmpty ? null : proof with { Leaves = proof.Leaves[1..] }),
            ("class, nonce and storage root of contract ", proof => Leaf(proof, leaf => leaf with { Nonce = leaf.Nonce + 1 })),
            ("class, nonce and storage root of contract ", proof => Leaf(proof, leaf => leaf with { ClassHash = leaf.ClassHash + 1 })),
            ("class, nonce and storage root of contract ", proof => Leaf(proof, leaf => leaf with { StorageRoot = leaf.StorageRoot + 1 })),
            ("class, nonce and storage root of contract ", proof => Leaf(proof, leaf => leaf with { StorageRoot = null })),
            ("storage proofs", proof => proof.Storage.IsEmpty ? null : proof with { Storage = proof.Storage[1..] }),
            ("class trie, nodes", proof => proof.Classes.IsEmpty ? null : proof with { Classes = Many(proof.Classes) }),
            ("contracts trie, nodes", proof => proof.Contracts.IsEmpty ? null : proof with { Contracts = Many(proof.Contracts) }),
        ];
        for (int answer = 0; answer < answers; answer++)
        {
            foreach ((string where, Func<StorageProof, StorageProof?> lie) in lies)
            {
                await RefusedAsync(where, answer, (_, proof) => lie(proof));
            }
        }

        // Each node of the first answers of each kind: altered in every part, and left out.
        foreach (Func<TrieNode, TrieNode?> lie in (Func<TrieNode, TrieNode?>[])
        [
            node => node with { Left = node.Left + 1 }, node => node with { Right = node.Right + 1 },
            node => node with { Length = (byte)(node.Length + 1) }, node => node with { Left = 0 }, _ => null,
        ])
        {
            for (int index = 0; index < 4; index++)
            {
                for (int answer = 0; answer < 3; answer++)
                {
                    int place = index;
                    await RefusedAsync("trie", answer, (_, proof) => Node(proof, place, lie));
                }
            }
        }
    }

    private static ImmutableArray<KeyValuePair<Felt, TrieNode>> Many(ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes) =>
        [.. Enumerable.Repeat(nodes[0], (StorageProofQuery.MaxKeys * 251) + 1)];

    /// <summary>The proof with one of its nodes altered or left out; null where it has none.</summary>
    private static StorageProof? Node(StorageProof proof, int index, Func<TrieNode, TrieNode?> lie)
    {
        ImmutableArray<KeyValuePair<Felt, TrieNode>> Altered(ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes)
        {
            int place = index % nodes.Length;
            return lie(nodes[place].Value) is { } node ? nodes.SetItem(place, new(nodes[place].Key, node)) : nodes.RemoveAt(place);
        }

        return proof.Classes.Length > 0 ? proof with { Classes = Altered(proof.Classes) }
            : proof.Contracts.Length > 0 ? proof with { Contracts = Altered(proof.Contracts) }
            : proof.Storage.FirstOrDefault(nodes => nodes.Length > 0) is { IsDefault: false } storage
                ? proof with { Storage = proof.Storage.Replace(storage, Altered(storage)) }
            : null;
    }

    private static StorageProof? Leaf(StorageProof proof, Func<ContractLeaf, ContractLeaf> lie) =>
        proof.Leaves.IsEmpty ? null : proof with { Leaves = [lie(proof.Leaves[0]), .. proof.Leaves[1..]] };

    private static IEnumerable<Func<BlockHeader, BlockHeader>> CommitmentLies()
    {
        foreach (Func<BlockCommitments, BlockCommitments> lie in (Func<BlockCommitments, BlockCommitments>[])
        [
            content => content with { Transactions = content.Transactions + 1 },
            content => content with { Events = content.Events + 1 },
            content => content with { Receipts = content.Receipts + 1 },
            content => content with { StateDiff = content.StateDiff + 1 },
            content => content with { TransactionCount = content.TransactionCount + 1 },
            content => content with { EventCount = content.EventCount + 1 },
            content => content with { StateDiffLength = content.StateDiffLength + 1 },
        ])
        {
            yield return header => header with { Commitments = lie(header.Commitments) };
        }
    }

    private static GasPrice Raised(GasPrice price) => price with { InFri = price.InFri + 1 };

    private static Block Changed(Block block, Func<InvokeTransaction, Transaction> lie) =>
        block with { Transactions = [lie((InvokeTransaction)block.Transactions[0]), .. block.Transactions[1..]] };

    private static Block Receipt(Block block, Func<TransactionReceipt, TransactionReceipt> lie) =>
        block with { Receipts = [lie(block.Receipts[0]), .. block.Receipts[1..]] };

    private static Felt HashOf(LocalChain chain, ulong number) => chain.HeaderAsync(number, Token).GetAwaiter().GetResult().Hash;

    private Felt HashOf(ulong number) => HashOf(chain, number);

    private string Refusal(StatelessRange range)
    {
        Assert.False(StatelessReplay.TryRun(range, Expected, HashOf(Last), Compiler, out _, out ReplayMismatch? mismatch, Token));
        Assert.NotEqual(mismatch.Expected, mismatch.Got);
        return mismatch.Where;
    }

    /// <summary>A lie in one of the answers to questions for proofs; one that has nothing to lie about is the honest one.</summary>
    private async Task RefusedAsync(string where, int answer, Func<StorageProofQuery, StorageProof, StorageProof?> lie)
    {
        int count = 0;
        bool lied = false;
        LyingNode node = new(chain)
        {
            Proof = (query, proof) =>
            {
                StorageProof? altered = count++ == answer ? lie(query, proof) : null;
                lied |= altered is not null;
                return altered ?? proof;
            },
        };
        if (await RefusalAsync(node) is { } refused)
        {
            Assert.Contains(where, refused.Mismatch.Where, StringComparison.Ordinal);
        }
        else
        {
            Assert.False(lied, $"answer {answer}, {where}");
        }
    }

    private async Task RefusedAsync(string where, LyingNode node)
    {
        NodeRefusedException? refused = await RefusalAsync(node);
        Assert.True(refused is not null, where);
        Assert.Contains(where, refused.Mismatch.Where, StringComparison.Ordinal);
        Assert.NotEqual(refused.Mismatch.Expected, refused.Mismatch.Got);
    }

    private async Task<NodeRefusedException?> RefusalAsync(LyingNode node)
    {
        try
        {
            await new StatelessReader(node, authority).ReadAsync(Last, Last, Token);
            return null;
        }
        catch (NodeRefusedException refused)
        {
            return refused;
        }
    }
}
