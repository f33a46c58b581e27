using System.Linq;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Relations;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>Each rule refuses a genuine claim that is changed in one place.</summary>
public sealed class ClaimRuleTests
{
    private static readonly CairoClaim Genuine = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim;

    [Fact]
    public void AGenuineClaimBreaksNone() => Assert.Null(ClaimRules.FindError(Genuine));

    [Fact]
    public void TheMemoryIsNeeded()
    {
        Refused(ClaimErrorKind.MissingComponent, WithLogSize("memory_address_to_id", null));
        Refused(ClaimErrorKind.MissingComponent, Genuine with { BigLogSizes = null });
    }

    [Fact]
    public void SizesAreBounded()
    {
        Refused(ClaimErrorKind.LogSize, WithLogSize("ret_opcode", 3));
        Refused(ClaimErrorKind.LogSize, WithLogSize("ret_opcode", 30));
        Refused(ClaimErrorKind.MemorySize, WithLogSize("memory_address_to_id", 26));
        Refused(ClaimErrorKind.MemorySize, Genuine with { BigLogSizes = [29, 29] });
        Refused(ClaimErrorKind.MemorySize, Genuine with { BigLogSizes = [.. Enumerable.Repeat(4, 17)] });
    }

    [Fact]
    public void StatesAreThoseOfAProgramRun()
    {
        PublicState first = Genuine.PublicData.InitialState;
        PublicState last = Genuine.PublicData.FinalState;
        Refused(ClaimErrorKind.State, WithStates(first with { Pc = 2 }, last));
        Refused(ClaimErrorKind.State, WithStates(first with { Fp = first.Fp + 1 }, last));
        Refused(ClaimErrorKind.State, WithStates(first with { Ap = 3, Fp = 3 }, last with { Fp = 3 }));
        Refused(ClaimErrorKind.State, WithStates(first, last with { Pc = 4 }));
        Refused(ClaimErrorKind.State, WithStates(first, last with { Ap = first.Ap - 1 }));
        Refused(ClaimErrorKind.State, WithStates(first, last with { Ap = 1 << 29 }));
        Refused(ClaimErrorKind.State, WithStates(first, last with { Fp = first.Fp + 1 }));
    }

    [Fact]
    public void TheProgramStartsWithThePrologue()
    {
        foreach (int cell in (int[])[0, 1, 2, 4, 5])
        {
            PublicCell[] program = [.. Genuine.PublicData.Program];
            program[cell] = program[cell] with { Value = program[cell].Value + 1 };
            Refused(ClaimErrorKind.ProgramPrologue, Genuine with { PublicData = Genuine.PublicData with { Program = program } });
        }

        Refused(
            ClaimErrorKind.ProgramPrologue,
            Genuine with { PublicData = Genuine.PublicData with { Program = Genuine.PublicData.Program[..5] } });
    }

    [Fact]
    public void SegmentsAreWholeInstancesOfACheckedBuiltin()
    {
        Refused(ClaimErrorKind.Segment, WithStop(BuiltinName.Ecdsa, 1));
        Refused(ClaimErrorKind.Segment, WithStop(BuiltinName.Pedersen, 1));
        Refused(ClaimErrorKind.Segment, WithStop(BuiltinName.Poseidon, 6 << 20));
        Refused(ClaimErrorKind.Segment, WithLogSize("bitwise_builtin", null));
        Refused(ClaimErrorKind.Segment, WithLogSize("pedersen_builtin", 6));
        Refused(ClaimErrorKind.Output, WithStop(BuiltinName.Output, 1));
    }

    [Fact]
    public void RelationsHaveFewerUsesThanTheModulus()
    {
        Refused(ClaimErrorKind.RelationUses, WithLogSize("poseidon_aggregator", 29));
        Refused(ClaimErrorKind.RelationUses, WithLogSize("ret_opcode", 29));
    }

    [Fact]
    public void UsesAreCountedByRowAndLookup()
    {
        ulong expected = 0;
        foreach (ComponentInstance instance in Genuine.Instances())
        {
            int uses = CairoComponents.Get(instance.Layout.Name).Air.Lookups.Count(
                lookup => lookup.IsUse && lookup.Relation == CairoRelations.MemoryAddressToId);
            expected += (ulong)uses << instance.LogSize;
        }

        Assert.Equal(expected, RelationUses.Count(Genuine)[CairoRelations.MemoryAddressToId]);
    }

    private static void Refused(ClaimErrorKind kind, CairoClaim claim) => Assert.Equal(kind, ClaimRules.FindError(claim)?.Kind);

    private static CairoClaim WithLogSize(string component, int? logSize)
    {
        int?[] sizes = [.. Genuine.LogSizes];
        sizes[CairoComponents.Get(component).Order] = logSize;
        return Genuine with { LogSizes = sizes };
    }

    private static CairoClaim WithStates(PublicState first, PublicState last) =>
        Genuine with { PublicData = Genuine.PublicData with { InitialState = first, FinalState = last } };

    private static CairoClaim WithStop(BuiltinName segment, uint change)
    {
        SegmentRange[] ranges = [.. Genuine.PublicData.Segments.Ranges];
        SegmentRange range = ranges[(int)segment];
        ranges[(int)segment] = range with { Stop = range.Stop with { Value = range.Stop.Value + change } };
        return Genuine with { PublicData = Genuine.PublicData with { Segments = new PublicSegments(ranges) } };
    }
}
