using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>A chain whose blocks are their height, parent and a nonce; the hash binds all three.</summary>
internal sealed class MemoryChain : IConsensusApplication
{
    private readonly List<CertifiedBlock> blocks = [];
    private readonly Lock gate = new();

    /// <summary>Called before each build; may throw.</summary>
    public Action<BuildRequest> Building { get; set; } = _ => { };

    /// <summary>Called before each check; may throw.</summary>
    public Action<CheckRequest> Checking { get; set; } = _ => { };

    /// <summary>Called before each commit; may throw.</summary>
    public Action<OrderedCommit> Committing { get; set; } = _ => { };

    public CommittedTip Committed
    {
        get
        {
            lock (gate)
            {
                return blocks.Count == 0 ? default : new CommittedTip((ulong)blocks.Count, blocks[^1].Certificate.Value);
            }
        }
    }

    public ulong CommittedHeight => Committed.Height;

    public Task WaitUntilAllowedAsync(ulong height, CancellationToken cancellation) => Task.Delay(10, cancellation);

    public Task WaitUntilDueAsync(ulong height, CancellationToken cancellation) => Task.Delay(20, cancellation);

    public BuiltBlock Build(BuildRequest request, CancellationToken cancellation)
    {
        Building(request);
        byte[] block = Encoding.ASCII.GetBytes($"{request.Height} {request.Parent} {(request.Minimal ? "minimal" : Guid.NewGuid())}");
        return new BuiltBlock(Hash(block), block);
    }

    public string? Check(CheckRequest request, CancellationToken cancellation)
    {
        Checking(request);
        return Hash(request.Bytes.Span) != request.Value ? "another hash"
            : Encoding.ASCII.GetString(request.Bytes.Span).StartsWith($"{request.Height} {request.Parent} ", StringComparison.Ordinal)
                ? null
            : "another height or parent";
    }

    public void Commit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> decided, CancellationToken cancellation)
    {
        Committing(decision);
        lock (gate)
        {
            Xunit.Assert.Equal((ulong)blocks.Count + 1, decision.Height);
            Xunit.Assert.Equal(decision.Values[0], Hash(decided[0].Span));
            blocks.Add(new CertifiedBlock(decision.Certificate, decided[0]));
        }
    }

    public CertifiedBlock? ReadCommitted(ulong height)
    {
        lock (gate)
        {
            return height >= 1 && height <= (ulong)blocks.Count ? blocks[(int)height - 1] : null;
        }
    }

    public static ValueId Hash(ReadOnlySpan<byte> block) => new(Felt.FromBytesBigEndianReduced(SHA256.HashData(block)));
}
