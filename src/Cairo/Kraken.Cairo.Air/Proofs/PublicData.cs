using System.Collections.Generic;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>The part of a run that a proof makes public.</summary>
/// <param name="Program">The program's cells from address 1 on.</param>
/// <param name="Segments">The eleven builtin segments.</param>
/// <param name="Output">The cells of the output segment.</param>
/// <param name="SafeCallIds">The value ids of the two cells below the initial ap: initial fp and 0.</param>
/// <param name="InitialState">The registers before the first step.</param>
/// <param name="FinalState">The registers at the final jump.</param>
public sealed record PublicData(
    PublicCell[] Program, PublicSegments Segments, PublicCell[] Output,
    (uint First, uint Second) SafeCallIds, PublicState InitialState, PublicState FinalState)
{
    /// <summary>All public memory: program, safe call, segment pointers, output.</summary>
    internal IEnumerable<PublicEntry> Entries()
    {
        for (int i = 0; i < Program.Length; i++)
        {
            yield return new(InitialState.Pc + (uint)i, Program[i].Id, Program[i].Value);
        }

        yield return new(InitialState.Ap - 2, SafeCallIds.First, (ulong)InitialState.Ap);
        yield return new(InitialState.Ap - 1, SafeCallIds.Second, Fields.Felt.Zero);
        uint count = (uint)Segments.Ranges.Length;
        for (uint i = 0; i < count; i++)
        {
            SegmentRange range = Segments.Ranges[(int)i];
            yield return new(InitialState.Ap + i, range.Start.Id, (ulong)range.Start.Value);
            yield return new(FinalState.Ap - count + i, range.Stop.Id, (ulong)range.Stop.Value);
        }

        for (int i = 0; i < Output.Length; i++)
        {
            yield return new(Segments[BuiltinName.Output].Start.Value + (uint)i, Output[i].Id, Output[i].Value);
        }
    }
}
