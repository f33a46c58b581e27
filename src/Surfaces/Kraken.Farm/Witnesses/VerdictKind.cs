namespace Kraken.Farm.Witnesses;

/// <summary>How a job ended that gave no proof.</summary>
public enum VerdictKind
{
    /// <summary>One of the blocks holds what the program does not state.</summary>
    NotProvable,

    /// <summary>The blocks cannot be proved together; fewer of them might be.</summary>
    Unfit,

    /// <summary>It lies among the dead letters: its attempts failed, or its witness is none.</summary>
    Failed,
}
