using System;

namespace Kraken.Rpc;

/// <summary>The bounds of serving blocks to followers. A client is a remote address, as in <see cref="RpcOptions"/>.</summary>
public sealed record BlockServingLimits
{
    /// <summary>The most blocks that one request may ask for.</summary>
    public int MaxBlocks { get; init; } = 1024;

    /// <summary>The bytes after which an answer ends with the block that passes them.</summary>
    public long MaxAnswerBytes { get; init; } = 256 << 20;

    /// <summary>The time after which an answer ends with the block that is being read; a follower then asks again.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The bytes that are read before some are sent; a longer block is sent as a whole.</summary>
    public int PieceBytes { get; init; } = 256 << 10;

    /// <summary>The most answers at a time.</summary>
    public int MaxAnswers { get; init; } = 16;

    /// <summary>The most answers to one client at a time.</summary>
    public int MaxClientAnswers { get; init; } = 4;
}
