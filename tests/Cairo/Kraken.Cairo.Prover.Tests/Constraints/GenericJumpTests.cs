using System;
using System.Linq;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// Why <see cref="VerifierPolicy.Strict"/> refuses the generic opcode: its constraints, which are the reference's, let the prover choose
/// where an absolute jump leads. Cells altered one by one do not show it, since the next state follows from the sign.
/// </summary>
public sealed class GenericJumpTests
{
    [Fact]
    public void TheSignOfAnAbsoluteTargetIsTheProversChoice()
    {
        using GenuineTrace trace = new(GenericProgram.Run());
        int index = trace.IndexOf("generic_opcode");
        string[] names = [.. trace.Components[index].Air.Columns.Select(column => column.Name)];
        int sign = Array.IndexOf(names, "msb");
        int next = Array.IndexOf(names, "next_pc");
        Assert.True(sign > 0 && next > sign);
        int forged = 0;
        foreach (int number in trace.ActiveRows(index, int.MaxValue))
        {
            TraceRow row = trace.Row(index, number);
            RowReading lie = row.Read([(sign, M31.One), (next, row.Cell(next) - M31.One)]);
            if (lie.Violated.Count == 0)
            {
                // Only the yielded state is another: a next step at that place makes up for it.
                Assert.Equal(["opcodes"], row.Read().ChangedRelations(lie).Distinct().Select(name => name.ToLowerInvariant()));
                forged++;
            }
        }

        // The call of a computed address and the return with another first operand.
        Assert.Equal(2, forged);
    }

    [Fact]
    public void RunsSayWhetherTheirProofsLeaveJumpsUnbound()
    {
        ProverInput run = GenericProgram.Run();
        Assert.True(run.LeavesJumpsUnbound);
        Assert.False(SharedData.Input("all_builtins").LeavesJumpsUnbound);
    }
}
