using System;
using System.Text.Json;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Witnesses;

/// <summary>What became of a job that gave no proof. It is kept by blocks and program, for whoever planned the range.</summary>
/// <param name="Kind">Which end it took.</param>
/// <param name="ProgramHash">The program by which the blocks were to be proved.</param>
/// <param name="Block">The block at fault, where it is one; else the first.</param>
/// <param name="Reason">Why; a sentence.</param>
/// <param name="Attempts">The attempts that failed; 0 where the reason lies in the blocks.</param>
public sealed record RangeVerdict(VerdictKind Kind, Felt ProgramHash, ulong Block, string Reason, int Attempts)
{
    /// <summary>Reads what a store holds about blocks and a program; null where it is no verdict about them.</summary>
    internal static RangeVerdict? Read(ReadOnlySpan<byte> json, RangeKey key, Felt programHash)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FarmJson.Default.RangeVerdict) is { } verdict
                && verdict.ProgramHash == programHash && key.Contains(verdict.Block)
                && Enum.IsDefined(verdict.Kind) && verdict.Attempts is >= 0 and <= RangeJob.MaxCount
                    ? verdict with { Reason = DeadLetter.Shortened(verdict.Reason) }
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What a store holds; a long reason is cut.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        this with { Reason = DeadLetter.Shortened(Reason) }, FarmJson.Default.RangeVerdict);
}
