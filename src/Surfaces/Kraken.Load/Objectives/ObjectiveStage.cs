namespace Kraken.Load.Objectives;

/// <summary>How far a transaction must come for its latency to count.</summary>
public enum ObjectiveStage
{
    /// <summary>A node accepted it.</summary>
    Accepted,

    /// <summary>It stands in a proposed block.</summary>
    PreConfirmed,

    /// <summary>It stands in a decided block.</summary>
    Included,
}
