using Kraken.Fields;

namespace Kraken.Farm.Witnesses;

/// <summary>What became of a job that gave no proof. It is kept by blocks and program, for whoever planned the range.</summary>
/// <param name="Kind">Which end it took.</param>
/// <param name="ProgramHash">The program by which the blocks were to be proved.</param>
/// <param name="Block">The block at fault, where it is one; else the first.</param>
/// <param name="Reason">Why; a sentence.</param>
/// <param name="Attempts">The attempts that failed; 0 where the reason lies in the blocks.</param>
public sealed record RangeVerdict(VerdictKind Kind, Felt ProgramHash, ulong Block, string Reason, int Attempts);
