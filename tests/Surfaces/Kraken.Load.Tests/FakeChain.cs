using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Tests;

/// <summary>A node that takes transactions by nonce and puts all that can run into a block whenever it is told to.</summary>
internal sealed class FakeChain : IChainReader, ITransactionSubmitter, IChainState
{
    private readonly Lock gate = new();
    private readonly List<Block> blocks = [];
    private readonly Dictionary<Felt, TransactionLocation> places = [];
    private readonly Dictionary<Felt, ulong> nonces = [];
    private readonly Dictionary<(Felt Account, ulong Nonce), Transaction> waiting = [];
    private readonly Dictionary<Felt, string> rejected = [];

    public FakeChain() => blocks.Add(new Block(Header(0), [], []));

    /// <summary>Decides what becomes of a submission before the node looks at it; null to go on.</summary>
    public Func<SubmittedTransaction, SubmissionError?> Refuse { get; set; } = _ => null;

    /// <summary>Awaited before a submission is looked at.</summary>
    public Func<Task> BeforeSubmission { get; init; } = () => Task.CompletedTask;

    public ChainId ChainId { get; set; } = ChainId.Sepolia;

    public BlockHeader? Latest
    {
        get
        {
            lock (gate)
            {
                return blocks[^1].Header;
            }
        }
    }

    public BlockHeader HeaderAfter(BlockHeader decided) => decided;

    public SyncProgress? Syncing => null;

    public int PendingCount
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public int Included
    {
        get
        {
            lock (gate)
            {
                return places.Count;
            }
        }
    }

    public async Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        await BeforeSubmission();
        if (Refuse(transaction) is { } refusal)
        {
            return refusal;
        }

        lock (gate)
        {
            Transaction content = transaction.Transaction;
            content.Nonce.TryToUInt64(out ulong nonce);
            SubmissionErrorKind? kind = places.ContainsKey(content.Hash) ? SubmissionErrorKind.Duplicate
                : nonce < nonces.GetValueOrDefault(content.Sender) ? SubmissionErrorKind.InvalidNonce
                : waiting.TryGetValue((content.Sender, nonce), out Transaction? other)
                    ? other.Hash == content.Hash ? SubmissionErrorKind.Duplicate : SubmissionErrorKind.ReplacementUnderpriced
                    : null;
            if (kind is null)
            {
                waiting.Add((content.Sender, nonce), content);
                rejected.Remove(content.Hash);
            }

            return kind is { } found ? new SubmissionError(found, "expected another, got this") : null;
        }
    }

    public void MakeBlock()
    {
        lock (gate)
        {
            List<Transaction> included = [];
            foreach ((Felt account, ulong _) in new List<(Felt, ulong)>(waiting.Keys))
            {
                while (waiting.Remove((account, nonces.GetValueOrDefault(account)), out Transaction? next))
                {
                    nonces[account] = nonces.GetValueOrDefault(account) + 1;
                    places[next.Hash] = new TransactionLocation((ulong)blocks.Count, included.Count);
                    included.Add(next);
                }
            }

            blocks.Add(new Block(Header((ulong)blocks.Count), [.. included], [.. included.ConvertAll(Receipt)]));
        }
    }

    public IReadOnlyList<Felt> WaitingWithNonce(ulong nonce)
    {
        lock (gate)
        {
            List<Felt> hashes = [];
            foreach (((Felt _, ulong at), Transaction transaction) in waiting)
            {
                if (at == nonce)
                {
                    hashes.Add(transaction.Hash);
                }
            }

            return hashes;
        }
    }

    /// <summary>Drops a waiting transaction, with a reason or without a word.</summary>
    public void Drop(Felt hash, string? reason)
    {
        lock (gate)
        {
            foreach (((Felt, ulong) place, Transaction transaction) in waiting)
            {
                if (transaction.Hash == hash)
                {
                    waiting.Remove(place);
                    if (reason is not null)
                    {
                        rejected[hash] = reason;
                    }

                    return;
                }
            }
        }
    }

    public BlockHeader? HeaderAt(ulong number) => BlockAt(number)?.Header;

    public ulong? NumberOf(in Felt blockHash) => null;

    public Block? BlockAt(ulong number)
    {
        lock (gate)
        {
            return number < (ulong)blocks.Count ? blocks[(int)number] : null;
        }
    }

    public StateDiff? StateDiffAt(ulong number) => null;

    public TransactionLocation? Locate(in Felt transactionHash)
    {
        lock (gate)
        {
            return places.TryGetValue(transactionHash, out TransactionLocation location) ? location : null;
        }
    }

    public Transaction? FindPending(in Felt transactionHash)
    {
        lock (gate)
        {
            foreach (Transaction transaction in waiting.Values)
            {
                if (transaction.Hash == transactionHash)
                {
                    return transaction;
                }
            }

            return null;
        }
    }

    public string? FindRejection(in Felt transactionHash)
    {
        lock (gate)
        {
            return rejected.GetValueOrDefault(transactionHash);
        }
    }

    public IChainState? StateAfter(ulong number) => this;

    public SierraClass? ClassOf(in Felt classHash) => null;

    public CasmClass? CompiledClassOf(in Felt classHash) => null;

    public Felt StorageAt(in Felt contract, in Felt key) => default;

    public ulong? LastUpdateOf(in Felt contract, in Felt key) => null;

    public Felt NonceAt(in Felt contract)
    {
        lock (gate)
        {
            return nonces.GetValueOrDefault(contract);
        }
    }

    public Felt ClassHashAt(in Felt contract) => 1;

    public bool IsDeclared(in Felt classHash) => false;

    private static BlockHeader Header(ulong number) => new()
    {
        Hash = number + 1,
        ParentHash = number,
        Number = number,
        StateRoot = 1,
        SequencerAddress = 1,
        Timestamp = number,
        GasPrices = new(new(1, 1), new(1, 1), new(1, 1)),
        StarknetVersion = "0.14.3",
        Commitments = new BlockCommitments(0, 0, 0, 0, 0, 0, 0),
    };

    private static TransactionReceipt Receipt(Transaction transaction) => new()
    {
        TransactionHash = transaction.Hash,
        Type = transaction.Type,
        ActualFee = new FeePayment(1),
        Gas = new GasVector(0, 0, 1),
    };
}
