using System;
using System.Linq;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>
/// What an opcode knows of its instruction. Flags are written as 15 characters (spaces ignored) in encoding order: dst_fp op0_fp, imm
/// op1_fp op1_ap, add mul, jump jump_rel jnz, ap_add ap_add1, call ret assert_eq; each is 0 or 1 (known), ? (deduced) or = (one minus the
/// deduced flags before it in its group).
/// </summary>
internal sealed class InstructionPattern
{
    private static readonly int[] GroupStart = [0, 1, 2, 2, 2, 5, 5, 7, 7, 7, 10, 10, 12, 12, 12];

    private readonly string flags;

    /// <summary>A pattern of flags and offsets; a null offset is deduced, a null extension too.</summary>
    public InstructionPattern(string flags, int? dst, int? op0, int? op1, int? extension = 0)
    {
        this.flags = flags.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (this.flags.Length != InstructionBit.Count)
        {
            throw new ArgumentException($"{InstructionBit.Count} flags are needed, got {this.flags.Length}", nameof(flags));
        }

        Offsets = [dst, op0, op1];
        Extension = extension;
    }

    public int?[] Offsets { get; }

    public int? Extension { get; }

    public char this[int flag] => flags[flag];

    /// <summary>The deduced flags before an inferred one in its group.</summary>
    public int[] RestOfGroup(int flag) => [.. Enumerable.Range(GroupStart[flag], flag - GroupStart[flag]).Where(i => flags[i] == '?')];
}
