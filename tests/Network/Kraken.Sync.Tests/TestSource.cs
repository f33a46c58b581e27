using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Tests;

/// <summary>A source of the made chain that does with each block what a test wants.</summary>
/// <param name="name">Its name.</param>
/// <param name="told">What it tells in place of a block; null for the block.</param>
internal sealed class TestSource(string name, Func<SourceBlock, SourceBlock>? told = null) : IBlockSource
{
    public string Name => name;

    /// <summary>The height that it claims.</summary>
    public ulong Latest { get; set; } = MadeChain.Blocks;

    /// <summary>Called before each block is given.</summary>
    public Action<ulong> Giving { get; set; } = _ => { };

    /// <summary>Called before the height is told.</summary>
    public Action Asking { get; set; } = () => { };

    /// <summary>After how many blocks an answer ends, and with what.</summary>
    public (int Blocks, Exception? Failure) End { get; set; } = (int.MaxValue, null);

    public int Asked { get; private set; }

    public Task<ulong> LatestAsync(CancellationToken cancellation)
    {
        Asked++;
        Asking();
        return Task.FromResult(Latest);
    }

    public async IAsyncEnumerable<SourceBlock> BlocksAsync(
        ulong first, int count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        for (ulong number = first; number < first + (ulong)count && number <= MadeChain.Blocks; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (number - first >= (ulong)End.Blocks)
            {
                if (End.Failure is { } failure)
                {
                    throw failure;
                }

                yield break;
            }

            Giving(number);
            SourceBlock block = MadeChain.Instance.Block(number) with { Bytes = 1000 };
            yield return told?.Invoke(block) ?? block;
        }
    }
}
