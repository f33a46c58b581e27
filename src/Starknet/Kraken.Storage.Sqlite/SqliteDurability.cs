namespace Kraken.Storage.Sqlite;

/// <summary>What a written batch survives.</summary>
public enum SqliteDurability
{
    /// <summary>
    /// The end of the process, by kill -9 too, and of the machine: one fsync of the write-ahead log a batch. The default: a validator
    /// that told its peers that a block is committed must still have it after a power cut, and one fsync a block is cheap.
    /// </summary>
    PowerLoss,

    /// <summary>
    /// The end of the process, by kill -9 too: the batch is with the operating system. A power cut may take the latest batches, never
    /// half of one. For development and bulk imports.
    /// </summary>
    ProcessEnd,
}
