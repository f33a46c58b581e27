namespace Kraken.Stark.Prover.Merkle;

/// <summary>What making the leaves of a tree takes beside its columns.</summary>
public static class LeafMemory
{
    /// <summary>The bytes of columns that are extended at once, but for sixteen columns that are larger.</summary>
    public const long ExtendedBytes = 64L << 20;
}
