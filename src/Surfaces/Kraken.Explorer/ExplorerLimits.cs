using System;

namespace Kraken.Explorer;

/// <summary>What a page may cost: calls to the node, time, rows and text. Pages that search, scan or write take theirs from here.</summary>
internal static class ExplorerLimits
{
    /// <summary>The rows of a table, on a page and in an export.</summary>
    public const int TableRows = 1000;

    /// <summary>The characters of a cell in an export.</summary>
    public const int CellText = 8192;

    /// <summary>Events on a page.</summary>
    public const int Events = 50;

    /// <summary>Events asked for in one call.</summary>
    public const int EventChunk = 1000;

    /// <summary>Calls of one search for the latest events.</summary>
    public const int EventCalls = 24;

    /// <summary>Blocks that one page reads whole, for messages, charts and parts of hashes.</summary>
    public const int ScannedBlocks = 120;

    /// <summary>The time after which a page shows the blocks that it has read so far.</summary>
    public static readonly TimeSpan Scan = TimeSpan.FromMilliseconds(800);

    /// <summary>Tokens that are remembered, and shown.</summary>
    public const int Tokens = 500;

    /// <summary>Calls for events by which a visit of the list of tokens goes on with its search.</summary>
    public const int TokenCalls = 8;

    /// <summary>Classes that one visit of the list of tokens asks about.</summary>
    public const int TokenCandidates = 32;

    /// <summary>Addresses whose balance a page reads.</summary>
    public const int Holders = 40;

    /// <summary>The transfers among which a token's holders are looked for.</summary>
    public const int HolderTransfers = 200;

    /// <summary>Blocks whose certificates a page reads.</summary>
    public const int Certificates = 50;

    /// <summary>Certificates and figures of blocks that are remembered.</summary>
    public const int RememberedBlocks = 4096;

    /// <summary>Blocks that a chart goes over.</summary>
    public const int ChartedBlocks = 200;

    /// <summary>Waiting transactions on a page.</summary>
    public const int Waiting = 200;

    /// <summary>What a search by a part of a hash or name finds.</summary>
    public const int SearchResults = 50;

    /// <summary>The fewest hexadecimal digits of a part of a hash.</summary>
    public const int PrefixDigits = 3;

    /// <summary>Lines of a program on a page.</summary>
    public const int ProgramLines = 500;

    /// <summary>Compiled classes and printed programs that are remembered.</summary>
    public const int RememberedPrograms = 8;

    /// <summary>The characters of a printed program; a longer one is not shown as text.</summary>
    public const int ProgramText = 16 << 20;

    /// <summary>The characters of one argument of a call.</summary>
    public const int ArgumentText = 16 << 10;

    /// <summary>Felts of all arguments of a call.</summary>
    public const int ArgumentFelts = 2000;

    /// <summary>How deep arguments nest.</summary>
    public const int ArgumentDepth = 8;

    /// <summary>Connections at once, those that watch among them.</summary>
    public const int Connections = 1000;

    /// <summary>Bytes of a request's line, and of its headers together.</summary>
    public const int HeaderBytes = 16 << 10;

    /// <summary>Headers of a request.</summary>
    public const int Headers = 64;

    /// <summary>The longest time for a request's headers.</summary>
    public static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a request's body, which only forms have.</summary>
    public const int BodyBytes = 64 << 10;

    /// <summary>Transactions that are signed with a development key at once.</summary>
    public const int Signing = 4;

    /// <summary>Messages of a page of which L1 is asked.</summary>
    public const int Deliveries = 50;

    /// <summary>How long a page waits for what an Ethereum node says of them.</summary>
    public static readonly TimeSpan DeliveryTime = TimeSpan.FromSeconds(2);

    /// <summary>Calls on the way of a revert that are shown.</summary>
    public const int RevertFrames = 60;
}
