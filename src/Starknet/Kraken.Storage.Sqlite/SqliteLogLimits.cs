namespace Kraken.Storage.Sqlite;

/// <summary>When the write-ahead log is moved into the file.</summary>
/// <param name="CheckpointBytes">The bytes of pages that are added to the log before it is moved.</param>
/// <param name="MaxWaitMilliseconds">
/// How long a move may wait for readers, and the writer with it, once for each <paramref name="CheckpointBytes"/> at most.
/// </param>
internal sealed record SqliteLogLimits(long CheckpointBytes, int MaxWaitMilliseconds)
{
    /// <summary>
    /// Those of a node. 64 MiB are some ten full blocks, which change many of the same pages: moved together these are written to the file
    /// once. More would save little, cost disk, and lengthen the recovery after a kill, which reads the log.
    /// </summary>
    public static SqliteLogLimits Default { get; } = new(64 << 20, 200);

    /// <summary>
    /// The most bytes of the log while nobody holds a snapshot for longer than <see cref="MaxWaitMilliseconds"/> and no batch changes pages
    /// of more than half of <see cref="CheckpointBytes"/>. A snapshot that is held keeps all later pages in the log; when it is gone,
    /// the log shrinks again.
    /// </summary>
    /// <remarks>
    /// One and a half before a move sees that the log was not begun anew, one until the next move, which waits for readers, one that is
    /// written until it has the writer, and what two batches add that pass these marks.
    /// </remarks>
    public long MaxBytes => 5 * CheckpointBytes;
}
