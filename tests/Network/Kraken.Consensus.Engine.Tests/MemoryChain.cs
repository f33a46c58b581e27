using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>A chain whose blocks are their height and a nonce; the hash binds both and the parent.</summary>
internal sealed class MemoryChain : IConsensusApplication
{
    private readonly List<(CommitCertificate Certificate, ReadOnlyMemory<byte> Block)> blocks = [];
    private readonly Lock gate = new();

    public ulong CommittedHeight
    {
        get
        {
            lock (gate)
            {
                return (ulong)blocks.Count;
            }
        }
    }

    public Task WaitForNextHeightAsync(CancellationToken cancellation) => Task.Delay(20, cancellation);

    public Task<BuiltBlock> BuildAsync(ulong height, int round, CancellationToken cancellation)
    {
        byte[] block = Encoding.ASCII.GetBytes($"{height} {Guid.NewGuid()}");
        return Task.FromResult(new BuiltBlock(Hash(block), block));
    }

    public Task<bool> CheckAsync(ulong height, ValueId value, ValidatorId builder, ReadOnlyMemory<byte> block, CancellationToken cancellation) =>
        Task.FromResult(Hash(block.Span) == value && Encoding.ASCII.GetString(block.Span).StartsWith($"{height} ", StringComparison.Ordinal));

    public Task CommitAsync(CommitCertificate certificate, ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        lock (gate)
        {
            Xunit.Assert.Equal((ulong)blocks.Count + 1, certificate.Height);
            Xunit.Assert.Equal(certificate.Value, Hash(block.Span));
            blocks.Add((certificate, block));
        }

        return Task.CompletedTask;
    }

    public (CommitCertificate Certificate, ReadOnlyMemory<byte> Block)? CommittedBlock(ulong height)
    {
        lock (gate)
        {
            return height >= 1 && height <= (ulong)blocks.Count ? blocks[(int)height - 1] : null;
        }
    }

    private static ValueId Hash(ReadOnlySpan<byte> block) => new(Felt.FromBytesBigEndianReduced(SHA256.HashData(block)));
}
