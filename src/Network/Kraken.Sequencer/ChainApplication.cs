using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer;

/// <summary>The chain as consensus sees it: builds blocks from the pool, executes foreign ones, appends what is decided.</summary>
/// <param name="store">The committed chain, genesis included.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="blocks">Executes blocks.</param>
/// <param name="pool">Waiting transactions.</param>
/// <param name="transactions">Decodes transactions.</param>
/// <param name="self">This validator's address.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Receives refusals.</param>
public sealed class ChainApplication(
    ChainStore store, ChainRules rules, BlockBuilder blocks, TransactionPool pool, TransactionDecoder transactions, Felt self, TimeProvider clock, ILogger logger) : IConsensusApplication
{
    private readonly Dictionary<ValueId, PreparedBlock> prepared = [];
    private long lastCommit = clock.GetTimestamp();
    private long heightBegan = clock.GetTimestamp();
    private ulong heightOfBegin;

    /// <summary>Called after each block was appended, on the consensus loop: it must not block.</summary>
    public Action<PreparedBlock> Appended { get; set; } = _ => { };

    /// <inheritdoc/>
    public ulong CommittedHeight => store.LatestNumber ?? throw new InvalidOperationException("the chain has no genesis block");

    /// <inheritdoc/>
    public async Task WaitForNextHeightAsync(CancellationToken cancellation)
    {
        // The interval is one between beginnings: a block that took longer than it is followed at once.
        TimeSpan since = clock.GetElapsedTime(heightBegan);
        if (since < rules.BlockInterval)
        {
            await Task.Delay(rules.BlockInterval - since, clock, cancellation).ConfigureAwait(false);
        }

        since = clock.GetElapsedTime(lastCommit);
        if (since < rules.EmptyBlockInterval)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task empty = Task.Delay(rules.EmptyBlockInterval - since, clock, stop.Token);
            await Task.WhenAny(pool.WaitForSomeAsync(stop.Token), empty).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<BuiltBlock> BuildAsync(ulong height, int round, CancellationToken cancellation) => Task.Run(
        () =>
        {
            Begin(height);
            IEnumerable<SubmittedTransaction> candidates = pool.Executable(rules.MaxTransactions).Select(waiting => new SubmittedTransaction(waiting.Transaction, waiting.Class));
            PreparedBlock block = blocks.Build(height, NextTimestamp(height), self, candidates, (refused, rejection) =>
            {
                logger.LogInformation("transaction {Hash} leaves the pool: {Reason}", refused.Transaction.Hash, rejection.Message);
                pool.Reject(refused.Transaction.Hash, rejection.Message);
            });
            return new BuiltBlock(Remember(block), block.Proposal.Encode());
        },
        cancellation);

    /// <inheritdoc/>
    public Task<bool> CheckAsync(ulong height, ValueId value, ValidatorId builder, ReadOnlyMemory<byte> block, CancellationToken cancellation) => Task.Run(
        () =>
        {
            Begin(height);
            if (prepared.TryGetValue(value, out PreparedBlock? known))
            {
                return builder == default || known.Proposal.Sequencer == builder.Address;
            }

            string? refusal = Check(height, value, builder, block.Span);
            if (refusal is not null)
            {
                logger.LogWarning("block {Number} of {Builder} is refused: {Reason}", height, builder, refusal);
            }

            return refusal is null;
        },
        cancellation);

    /// <inheritdoc/>
    public Task CommitAsync(CommitCertificate certificate, ReadOnlyMemory<byte> block, CancellationToken cancellation) => Task.Run(
        () =>
        {
            PreparedBlock decided = prepared.TryGetValue(certificate.Value, out PreparedBlock? known) ? known : Again(certificate, block.Span);
            store.Append(decided.Record([.. MessageCodec.EncodeCertificate(certificate)]));
            prepared.Clear();
            lastCommit = clock.GetTimestamp();
            pool.Committed(
                decided.Executed.StateDiff.Nonces.Select(update =>
                    new KeyValuePair<Felt, ulong>(update.Address, update.Nonce.TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue)),
                decided.Block.Transactions.Select(transaction => transaction.Hash).ToHashSet());
            Appended(decided);
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public (CommitCertificate Certificate, ReadOnlyMemory<byte> Block)? CommittedBlock(ulong height)
    {
        if (height == 0 || store.Certificate(height) is not { } bytes || store.Block(height) is not { } block || !MessageCodec.TryDecodeCertificate(bytes, out CommitCertificate? certificate))
        {
            return null;
        }

        ImmutableArray<SubmittedTransaction> transactions =
        [
            .. block.Transactions.OfType<AccountTransaction>().Select(transaction =>
                new SubmittedTransaction(transaction, transaction is DeclareTransaction declare ? store.Sierra(declare.ClassHash) : null)),
        ];
        return (certificate!, new ProposedBlock(height, block.Header.Timestamp, block.Header.SequencerAddress, transactions).Encode());
    }

    private string? Check(ulong height, ValueId value, ValidatorId expected, ReadOnlySpan<byte> bytes)
    {
        if (!ProposedBlock.TryDecode(bytes, transactions, out ProposedBlock? proposal))
        {
            return "it does not decode";
        }

        BlockHeader parent = store.Header(CommittedHeight)!;
        if (proposal!.Number != height || height != parent.Number + 1)
        {
            return $"expected number {parent.Number + 1}, got {proposal.Number}";
        }

        if (expected != default && proposal.Sequencer != expected.Address)
        {
            return $"expected sequencer {expected}, got {proposal.Sequencer}";
        }

        ulong latest = (ulong)(clock.GetUtcNow() + rules.MaxClockLead).ToUnixTimeSeconds();
        if (proposal.Timestamp < parent.Timestamp || proposal.Timestamp > latest)
        {
            return $"expected a time of {parent.Timestamp} to {latest}, got {proposal.Timestamp}";
        }

        if (proposal.Transactions.Length > rules.MaxTransactions)
        {
            return $"expected at most {rules.MaxTransactions} transactions, got {proposal.Transactions.Length}";
        }

        if (blocks.Execute(proposal, out string? refusal) is not { } executed)
        {
            return refusal;
        }

        return Remember(executed) == value ? null : $"expected hash {value}, got {executed.Block.Header.Hash} (state root {executed.Block.Header.StateRoot})";
    }

    private PreparedBlock Again(CommitCertificate certificate, ReadOnlySpan<byte> block)
    {
        string? refusal = Check(certificate.Height, certificate.Value, default, block);
        return refusal is null ? prepared[certificate.Value] : throw new InvalidOperationException($"block {certificate.Height} was decided, but this node cannot execute it: {refusal}");
    }

    private ValueId Remember(PreparedBlock block)
    {
        ValueId value = new(block.Block.Header.Hash);
        prepared[value] = block;
        return value;
    }

    private void Begin(ulong height)
    {
        if (heightOfBegin != height)
        {
            heightOfBegin = height;
            heightBegan = clock.GetTimestamp();
        }
    }

    private ulong NextTimestamp(ulong height)
    {
        ulong now = (ulong)clock.GetUtcNow().ToUnixTimeSeconds();
        return Math.Max(now, store.Header(height - 1)!.Timestamp);
    }
}
