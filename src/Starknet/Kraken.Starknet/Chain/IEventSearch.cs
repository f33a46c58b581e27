namespace Kraken.Starknet.Chain;

/// <summary>
/// Finds the blocks in which a query's events may be, without reading the others. It may name blocks that have none, and never leaves one
/// out. Used by one thread.
/// </summary>
public interface IEventSearch
{
    /// <summary>
    /// The next block that may have such events. Where that is far, the search may stop on its way: then it gives a block that it has not
    /// looked into, as one that may have some.
    /// </summary>
    /// <param name="from">The first block that counts.</param>
    /// <param name="to">The last one.</param>
    /// <returns>The block's number; <paramref name="to"/> + 1 when there is none.</returns>
    ulong Next(ulong from, ulong to);
}
