using System.Collections.Generic;

namespace Kraken.Cli.Verbs;

/// <summary>What to do with a Starknet operating system.</summary>
internal sealed record OsQuestion
{
    /// <summary>The folder of its sources; null where a compiled one is given.</summary>
    public string? Sources { get; init; }

    /// <summary>Folders of the library that the sources import.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>The compiled program; null where sources are given.</summary>
    public string? Program { get; init; }

    /// <summary>Whether a program of any hash is run.</summary>
    public bool TakesUnpublished { get; init; }

    /// <summary>A file of blocks with their state; null where a node is asked or nothing is run.</summary>
    public string? Range { get; init; }

    /// <summary>The node's address; null where none is asked.</summary>
    public string? Node { get; init; }

    /// <summary>The network's genesis.json, by which a node's blocks are checked.</summary>
    public string? Genesis { get; init; }

    /// <summary>The first block that is asked of the node.</summary>
    public ulong First { get; init; }

    /// <summary>Up to which block the node is asked; the first one's number for one block.</summary>
    public ulong Last { get; init; }

    /// <summary>The file for a proof; null to prove nothing.</summary>
    public string? Proof { get; init; }

    /// <summary>Whether the answer is one JSON object.</summary>
    public bool PrintsJson { get; init; }
}
