using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Components.Memory;
using Kraken.Cairo.Air.Public;
using Kraken.Cairo.Air.Relations;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The checks of a claim that need no commitment (stwo-cairo, cairo-air/verifier).</summary>
public static class ClaimRules
{
    /// <summary>Addresses are below 2^29.</summary>
    public const int LogAddressBound = 29;

    private const int MinLogSize = 4;
    private const int MaxLogSize = 29;

    /// <summary>The prologue: ap += builtins; call main; jmp rel 0. Null for the cell that depends on the program.</summary>
    private static readonly ulong?[] Prologue = [0x040780017fff7fff, null, 0x1104800180018000, null, 0x010780017fff7fff, 0];

    /// <summary>The first rule that the claim breaks; null where it is sound.</summary>
    public static ClaimError? FindError(CairoClaim claim) =>
        Sizes(claim).Concat(States(claim.PublicData)).Concat(Program(claim.PublicData)).Concat(SegmentRules.Errors(claim)).Concat(Uses(claim)).FirstOrDefault();

    private static IEnumerable<ClaimError> Sizes(CairoClaim claim)
    {
        foreach (string name in (string[])["memory_address_to_id", "memory_id_to_big", "memory_id_to_small"])
        {
            if (claim.LogSizes[CairoComponents.Get(name).Order].IsDefault)
            {
                yield return new(ClaimErrorKind.MissingComponent, name, "present", "absent");
                yield break;
            }
        }

        foreach (ComponentInstance instance in claim.Instances.Where(instance => instance.LogSize is < MinLogSize or > MaxLogSize))
        {
            yield return new(ClaimErrorKind.LogSize, instance.Component.Name, $"{MinLogSize}..{MaxLogSize}", $"{instance.LogSize}");
            yield break;
        }

        long addresses = (long)MemoryAddressToId.Chunks << claim.LogSizeOf("memory_address_to_id")!.Value;
        if (addresses > 1L << LogAddressBound)
        {
            yield return new(ClaimErrorKind.MemorySize, "memory_address_to_id", $"at most 2^{LogAddressBound} addresses", $"{addresses}");
        }

        long ids = CairoClaim.FirstBigId + claim.LogSizes[CairoComponents.Get("memory_id_to_big").Order].Sum(size => 1L << size);
        if (ids > M31.Modulus)
        {
            yield return new(ClaimErrorKind.MemorySize, "memory_id_to_big", $"ids below {M31.Modulus}", $"{ids - 1}");
        }
    }

    private static IEnumerable<ClaimError> States(PublicData data)
    {
        (MachineState first, MachineState last) = (data.Initial, data.Final);
        (bool Holds, string Where, string Expected, uint Got)[] rules =
        [
            (first.Pc == 1, "initial pc", "1", first.Pc),
            (first.Ap > first.Pc + 2, "initial ap", "above initial pc + 2", first.Ap),
            (first.Fp == first.Ap, "initial fp", "the initial ap", first.Fp),
            (last.Fp == first.Fp, "final fp", "the initial fp", last.Fp),
            (last.Pc == 5, "final pc", "5", last.Pc),
            (last.Ap >= first.Ap, "final ap", "at least the initial ap", last.Ap),
            (last.Ap < 1u << LogAddressBound, "final ap", $"below 2^{LogAddressBound}", last.Ap),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => new ClaimError(ClaimErrorKind.State, rule.Where, rule.Expected, $"{rule.Got}"));
    }

    private static IEnumerable<ClaimError> Program(PublicData data)
    {
        for (int i = 0; i < Prologue.Length; i++)
        {
            Felt? expected = i == 1 ? data.Memory.PresentSegments : Prologue[i] is ulong word ? word : null;
            if (i >= data.Memory.Program.Length)
            {
                yield return new(ClaimErrorKind.ProgramPrologue, "program", $"at least {Prologue.Length} cells", $"{data.Memory.Program.Length}");
                yield break;
            }

            if (expected is Felt value && data.Memory.Program[i].Value != value)
            {
                yield return new(ClaimErrorKind.ProgramPrologue, $"cell {i}", $"{value}", $"{data.Memory.Program[i].Value}");
            }
        }
    }

    private static IEnumerable<ClaimError> Uses(CairoClaim claim)
    {
        foreach ((Relation relation, ulong uses) in RelationUses.Count(claim))
        {
            ulong bound = relation == CairoRelations.Opcodes ? 1UL << LogAddressBound : M31.Modulus - 1;
            if (uses > bound)
            {
                yield return new(ClaimErrorKind.RelationUses, relation.Name, $"at most {bound}", $"{uses}");
            }
        }
    }
}
