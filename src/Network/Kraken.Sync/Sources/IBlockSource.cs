using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sync.Sources;

/// <summary>
/// A node whose chain is followed, of which nothing is believed: what it gives is checked by <see cref="Checking.BlockScreen"/> and by
/// executing it. Methods throw <see cref="BlockSourceException"/> when the source cannot be reached, is too slow, or gives what is no
/// block at all; an implementation bounds the bytes that it reads and the time that it waits. Safe for several threads.
/// </summary>
public interface IBlockSource
{
    /// <summary>What logs and errors call it, such as its address.</summary>
    string Name { get; }

    /// <summary>The height that the source claims to have.</summary>
    /// <exception cref="BlockSourceException">It does not say.</exception>
    Task<ulong> LatestAsync(CancellationToken cancellation);

    /// <summary>
    /// Successive decided blocks as the source tells of them, each with the classes that it declares. They may end early, where the source
    /// has no more or has had enough; whoever wants more asks again.
    /// </summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">The most blocks, at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BlockSourceException">It gives none, or what comes is no block.</exception>
    IAsyncEnumerable<SourceBlock> BlocksAsync(ulong first, int count, CancellationToken cancellation);
}
