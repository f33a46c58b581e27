namespace Kraken.Storage.Journal;

/// <summary>What a journal may hold, in bytes of keys and values unless it says otherwise.</summary>
/// <param name="GenerationBytes">
/// What a generation grows to before it is settled. Memory holds two, one that grows and one that is settled, the batch that fills one,
/// and the objects around them: some four times this in all. The more a generation holds, the more of its records share a page of the
/// store below, and the more were replaced by later ones before they get there; a store that is opened reads up to two.
/// </param>
/// <param name="GenerationBatches">The most batches of a generation, each a row of the journal at least.</param>
/// <param name="SliceBytes">The least that a batch settles while there is something to settle; else twice what it adds.</param>
/// <param name="RowBytes">
/// The most that a row of the journal holds, unless a single change is more. SQLite reads all of a record that does not fit into a fourth
/// of a page, to compare its key with another.
/// </param>
public sealed record JournalLimits(int GenerationBytes, int GenerationBatches, int SliceBytes, int RowBytes)
{
    /// <summary>Those of a node: 8 MiB are some fifty blocks of 150 transfers.</summary>
    public static JournalLimits Default { get; } = new(8 << 20, 1024, 32 << 10, 960);
}
