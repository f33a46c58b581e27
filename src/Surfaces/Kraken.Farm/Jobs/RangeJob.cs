using System;
using System.Globalization;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Jobs;

/// <summary>
/// Blocks that wait for a proof, as a message says it: which, by what program, and where their witness lies. Whoever takes a message believes
/// none of it: what is proved follows from the witness and the genesis file of the worker.
/// </summary>
public sealed record RangeJob
{
    /// <summary>The version of this format.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The most attempts and the most refusals that a message counts.</summary>
    public const int MaxCount = 1000;

    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The hash of the chain's block 0.</summary>
    public required Felt Genesis { get; init; }

    /// <summary>The number of the first block, from 1 on.</summary>
    public required ulong FirstBlock { get; init; }

    /// <summary>The number of the last block.</summary>
    public required ulong LastBlock { get; init; }

    /// <summary>Where the witness lies: <see cref="KeyOf"/> of blocks and digest.</summary>
    public required string WitnessKey { get; init; }

    /// <summary>The SHA-256 of the witness, hexadecimal, lower case.</summary>
    public required string WitnessSha256 { get; init; }

    /// <summary>The size of the witness in bytes.</summary>
    public required long WitnessBytes { get; init; }

    /// <summary>The hash of the program that proves them.</summary>
    public required Felt ProgramHash { get; init; }

    /// <summary>The name of the prover's parameters.</summary>
    public required string Parameters { get; init; }

    /// <summary>The cells of the prover's trace, as a worker counted them that has no memory for so many; 0 where none did.</summary>
    public ulong Cells { get; init; }

    /// <summary>When the first block was decided, UTC, by its header: older blocks are proved first.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The attempts that failed, so far as messages count them; the queue counts those that ended with the worker.</summary>
    public int Attempts { get; init; }

    /// <summary>How many workers gave it back because it is not for them.</summary>
    public int Refusals { get; init; }

    /// <summary>The entry that the proof is stored under.</summary>
    public RangeKey Key => new(Genesis, FirstBlock, LastBlock);

    /// <summary>The one place of a witness in a store.</summary>
    /// <param name="key">The blocks.</param>
    /// <param name="sha256">The SHA-256 of the witness, hexadecimal, lower case.</param>
    public static string KeyOf(RangeKey key, string sha256) => string.Create(
        CultureInfo.InvariantCulture, $"witnesses/{key.Genesis}/{key.FirstBlock:D20}-{key.LastBlock:D20}-{sha256}.bin");
}
