using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Objects;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Witnesses;

/// <summary>
/// What goes between planner and workers beside the jobs: witnesses, and what became of jobs that gave no proof
/// (verdicts/GENESIS/FIRST-LAST-PROGRAM.json). Members throw <see cref="FarmUnavailableException"/> where the store cannot be reached.
/// </summary>
/// <param name="objects">Where the objects lie.</param>
public sealed class WitnessStore(IObjectStore objects)
{
    private const int MaxVerdictBytes = 1 << 16;

    // Blocks have one witness, seldom a second; more are a stranger's.
    private const int MaxRemoved = 16;
    private const string Ending = ".bin";

    /// <summary>Stores a witness; the same again changes nothing.</summary>
    /// <param name="key">The blocks.</param>
    /// <param name="witness">The file.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Its SHA-256, hexadecimal, lower case.</returns>
    public async Task<string> PutAsync(RangeKey key, ReadOnlyMemory<byte> witness, CancellationToken cancellation)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(witness.Span));
        await objects.PutAsync(RangeJob.KeyOf(key, digest), witness, cancellation).ConfigureAwait(false);
        return digest;
    }

    /// <summary>The witness of a job.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is another than the job says.</exception>
    public async Task<byte[]> ReadAsync(RangeJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        byte[] witness = await objects.ReadAsync(job.WitnessKey, RangeWitnessCodec.MaxBytes, cancellation).ConfigureAwait(false)
            ?? throw new InvalidDataException($"{job.WitnessKey}: expected a witness, there is none");
        string digest = Convert.ToHexStringLower(SHA256.HashData(witness));
        return witness.Length == job.WitnessBytes && digest == job.WitnessSha256
            ? witness
            : throw new InvalidDataException(
                $"{job.WitnessKey}: expected {job.WitnessBytes} bytes of SHA-256 {job.WitnessSha256}, got {witness.Length} of {digest}");
    }

    /// <summary>Removes the witnesses of blocks that are done, whoever stored them.</summary>
    public async Task RemoveAsync(RangeKey key, CancellationToken cancellation)
    {
        string begin = RangeJob.KeyOf(key, "")[..^Ending.Length];
        IReadOnlyList<string> stored = await objects.ListAsync(begin, cancellation).ConfigureAwait(false);
        foreach (string witness in stored.Take(MaxRemoved))
        {
            await objects.DeleteAsync(witness, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps what became of a job, over what was said before.</summary>
    public Task PutAsync(RangeKey key, RangeVerdict verdict, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return objects.PutAsync(PlaceOf(key, verdict.ProgramHash), verdict.ToJson(), cancellation);
    }

    /// <summary>What became of blocks that a program was to prove; null where nothing is said, or nothing that can be read.</summary>
    public async Task<RangeVerdict?> VerdictAsync(RangeKey key, Felt programHash, CancellationToken cancellation)
    {
        try
        {
            byte[]? json = await objects.ReadAsync(PlaceOf(key, programHash), MaxVerdictBytes, cancellation).ConfigureAwait(false);
            return json is null ? null : RangeVerdict.Read(json, key, programHash);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Forgets what became of blocks: they are tried again.</summary>
    public Task ForgetVerdictAsync(RangeKey key, Felt programHash, CancellationToken cancellation) =>
        objects.DeleteAsync(PlaceOf(key, programHash), cancellation);

    private static string PlaceOf(RangeKey key, Felt programHash) => string.Create(
        CultureInfo.InvariantCulture, $"verdicts/{key.Genesis}/{key.FirstBlock:D20}-{key.LastBlock:D20}-{programHash}.json");
}
