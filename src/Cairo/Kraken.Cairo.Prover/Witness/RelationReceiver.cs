namespace Kraken.Cairo.Prover.Witness;

/// <summary>The receiving end of a relation: opened once for each feed of each component that feeds it.</summary>
internal abstract class RelationReceiver
{
    /// <summary>Opens one feed.</summary>
    /// <param name="rows">The number of rows that will come.</param>
    public abstract IFeedReceiver Open(long rows);
}
