using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Relations;
using Kraken.Casm.Assembly;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The checks of a claim that need no commitment (stwo-cairo, cairo-air/verifier).</summary>
public static class ClaimRules
{
    /// <summary>Addresses are below 2^29.</summary>
    public const int LogAddressBound = 29;

    /// <summary>A component has at least 2^4 rows.</summary>
    public const int MinLogSize = 4;

    private const int MaxLogSize = 29;

    /// <summary>The prologue: ap += builtins; call main; jmp rel 0. Null for the cell that depends on the program.</summary>
    private static readonly Felt?[] Prologue =
        [CasmAssembler.AddApWord, PublicSegments.Count, CasmAssembler.CallWord, null, CasmAssembler.JumpWord, 0];

    /// <summary>The first rule that the claim breaks; null where it is sound.</summary>
    public static ClaimError? FindError(CairoClaim claim) =>
        Sizes(claim).Concat(States(claim.PublicData))
            .Concat(Program(claim.PublicData)).Concat(SegmentRules.Errors(claim)).Concat(Uses(claim)).FirstOrDefault();

    private static IEnumerable<ClaimError> Sizes(CairoClaim claim)
    {
        if (claim.LogSizes[ClaimLayout.MemoryAddressToId] is not int addressLogSize)
        {
            yield return new(ClaimErrorKind.MissingComponent, "memory_address_to_id", "present", "absent");
            yield break;
        }

        if (claim.BigLogSizes is not int[] bigSizes)
        {
            yield return new(ClaimErrorKind.MissingComponent, "memory_id_to_big", "present", "absent");
            yield break;
        }

        foreach (ComponentInstance instance in claim.Instances().Where(instance => instance.LogSize is < MinLogSize or > MaxLogSize))
        {
            yield return new(ClaimErrorKind.LogSize, instance.Layout.Name, $"{MinLogSize}..{MaxLogSize}", $"{instance.LogSize}");
            yield break;
        }

        long addresses = (long)ComponentParameters.AddressChunks << addressLogSize;
        if (addresses > 1L << LogAddressBound)
        {
            yield return new(ClaimErrorKind.MemorySize, "memory_address_to_id", $"at most 2^{LogAddressBound} addresses", $"{addresses}");
        }

        long ids = ComponentParameters.FirstBigId + bigSizes.Sum(size => 1L << size);
        if (bigSizes.Length > ClaimLayout.MaxBigInstances || ids > M31.Modulus)
        {
            yield return new(ClaimErrorKind.MemorySize, "memory_id_to_big", $"ids below {M31.Modulus}", $"{ids - 1}");
        }
    }

    private static IEnumerable<ClaimError> States(PublicData data)
    {
        (PublicState first, PublicState last) = (data.InitialState, data.FinalState);
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
        return rules.Where(rule => !rule.Holds)
            .Select(rule => new ClaimError(ClaimErrorKind.State, rule.Where, rule.Expected, $"{rule.Got}"));
    }

    private static IEnumerable<ClaimError> Program(PublicData data)
    {
        for (int i = 0; i < Prologue.Length; i++)
        {
            if (i >= data.Program.Length)
            {
                yield return new(ClaimErrorKind.ProgramPrologue, "program", $"at least {Prologue.Length} cells", $"{data.Program.Length}");
                yield break;
            }

            if (Prologue[i] is Felt value && data.Program[i].Value != value)
            {
                yield return new(ClaimErrorKind.ProgramPrologue, $"cell {i}", $"{value}", $"{data.Program[i].Value}");
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
