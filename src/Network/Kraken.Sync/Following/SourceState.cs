using System;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Following;

/// <summary>A source with what became of asking it. Not safe for several threads.</summary>
internal sealed class SourceState(IBlockSource source)
{
    internal IBlockSource Source => source;

    /// <summary>The height that it claimed last; zero when what it claimed proved to be nothing.</summary>
    internal ulong Claimed { get; set; }

    /// <summary>Whether it said how high it is, and has neither failed nor lied since.</summary>
    internal bool IsHeard { get; set; }

    /// <summary>How often it failed in a row.</summary>
    internal int Failures { get; set; }

    /// <summary>How often it gave a false block.</summary>
    internal int Lies { get; set; }

    /// <summary>Why it is left alone, or was the last time; null once it gave a good block after that.</summary>
    internal string? Problem { get; set; }

    /// <summary>Whether its last block was a false one.</summary>
    internal bool LiedLast { get; set; }

    /// <summary>When it may be asked again.</summary>
    internal DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;
}
