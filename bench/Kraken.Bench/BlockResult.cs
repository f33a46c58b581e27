namespace Kraken.Bench;

/// <summary>What a process that proves one block reports.</summary>
internal sealed record BlockResult
{
    public required int Transfers { get; init; }

    public required long Steps { get; init; }

    /// <summary>Cells of the prover's trace.</summary>
    public required double Cells { get; init; }

    /// <summary>What the block's builder expected of them.</summary>
    public required double ExpectedCells { get; init; }

    public required double RunSeconds { get; init; }

    public required double ProveSeconds { get; init; }

    /// <summary>Processor time of the proof, of all threads.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>The most memory of the process up to the proof's end.</summary>
    public required double PeakMebibytes { get; init; }

    public required int ProofBytes { get; init; }

    /// <summary>To read and check the proof, warm: the median.</summary>
    public required double VerifyMilliseconds { get; init; }

    public required double VerifyCpuMilliseconds { get; init; }

    /// <summary>Whether the proof is valid and states the block.</summary>
    public required bool IsValid { get; init; }

    /// <summary>Execution by the block program, and the proof.</summary>
    public double Seconds => RunSeconds + ProveSeconds;
}
