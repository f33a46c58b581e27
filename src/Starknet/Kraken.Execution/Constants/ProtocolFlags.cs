namespace Kraken.Execution.Constants;

/// <summary>Rules that differ between protocol versions.</summary>
public sealed record ProtocolFlags
{
    /// <summary>State diffs are compressed with the alias contract, which allocates aliases at the end of each block.</summary>
    public required bool StatefulCompression { get; init; }

    /// <summary>A contract may not call __execute__ of another.</summary>
    public required bool BlockDirectExecuteCall { get; init; }

    /// <summary>Deploying is refused in validation.</summary>
    public required bool NoDeployInValidation { get; init; }

    /// <summary>The tip is paid.</summary>
    public required bool Tip { get; init; }

    /// <summary>Revert reasons hold no VM frames for calls metered by Sierra gas.</summary>
    public required bool StripVmFrames { get; init; }

    /// <summary>Declares must carry the Blake compiled class hash.</summary>
    public required bool BlakeDeclaresOnly { get; init; }

    /// <summary>The segment arena counts cells instead of instances (old versions).</summary>
    public required bool SegmentArenaCells { get; init; }
}
