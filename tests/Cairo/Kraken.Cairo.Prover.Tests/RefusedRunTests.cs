using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Runs that no verifier would take are refused before anything is committed, with what is wrong.</summary>
[Collection(LargeProofs.Name)]
public sealed class RefusedRunTests
{
    private static readonly ProverInput Genuine = SharedData.Input("all_opcode_components");

    [Fact]
    public void AProgramWithFewerBuiltinsIsToldSo()
    {
        string message = Refused(Genuine with { Memory = WithCell(Genuine.InitialState.Pc + 1, 3) });
        Assert.StartsWith("the program takes 3 of the 11 builtins", message, StringComparison.Ordinal);
        Assert.Contains("output, pedersen, range_check_128, ecdsa", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatBreaksARuleOfTheVerifierIsRefused()
    {
        PublicState final = Genuine.FinalState;
        Assert.Contains(
            "final pc: expected 5", Refused(Genuine with { FinalState = final with { Pc = final.Pc + 1 } }), StringComparison.Ordinal);
        Assert.Contains("cell 4", Refused(Genuine with { Memory = WithCell(Genuine.InitialState.Pc + 4, 1) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ret_opcode")]
    [InlineData("assert_eq_opcode")]
    public void AStepThatReadsBehindTheMemoryIsNamed(string opcode)
    {
        const uint far = 1u << 20;
        CasmStates states = Genuine.StatesByOpcode[opcode];
        CasmStates moved = new();
        int last = states.Count - 1;
        for (int i = 0; i < states.Count; i++)
        {
            moved.Add(states.Pc[i], i == last ? far : states.Ap[i], i == last ? far : states.Fp[i]);
        }

        Dictionary<string, CasmStates> all = new(Genuine.StatesByOpcode) { [opcode] = moved };
        Assert.StartsWith(
            $"{opcode}, row {last}, use of memory_address_to_id: expected an address below 2779, got (",
            Refused(Genuine with { StatesByOpcode = all }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void APublicCellBehindTheMemoryIsNamed() => Assert.Equal(
        "public memory: expected an address below 2779, got 2779",
        Refused(Genuine with { PublicAddresses = [.. Genuine.PublicAddresses, 2779] }));

    [Fact]
    public void APublicCellWithoutAValueIsNamed() => Assert.Equal(
        "public memory, cell 0: expected an id below 430, or from 1073741824 on and below 1073741843, got 1073741823",
        Refused(Genuine with { PublicAddresses = [.. Genuine.PublicAddresses, 0] }));

    [Fact]
    public void ACellWhoseValueIsMissingIsNamedByItsReader()
    {
        // A return address: no public cell, and a return reads it.
        uint cell = Genuine.StatesByOpcode["ret_opcode"].Fp[1] - 1;
        Assert.DoesNotContain(cell, Genuine.PublicAddresses);
        ProverMemory memory = Rebuilt(cell, ComponentParameters.FirstBigId + 19);
        string message = Refused(Genuine with { Memory = memory });
        Assert.Matches(
            "^[a-z0-9_]+, row [0-9]+, use of memory_id_to_big: expected an id below 430, or from 1073741824 on and below 1073741843, "
            + "got \\(1073741843, ", message);
    }

    [Fact]
    public void AMissingCellOfThePublicDataIsNamed()
    {
        PublicState final = Genuine.FinalState with { Ap = 5000 };
        Assert.Equal(
            "a public memory cell is missing: expected a cell below 2779, got 4989", Refused(Genuine with { FinalState = final }));
    }

    [Fact]
    public void ASegmentBehindTheMemoryIsRefusedBeforeItsRowsAreMade() => Assert.Equal(
        "range_check_builtin: expected a segment of the memory, which ends before 2779, got 5..536870911",
        Refused(Genuine with
        {
            Segments = new Dictionary<BuiltinName, (uint Begin, uint Stop)>(Genuine.Segments)
            {
                [BuiltinName.RangeCheck] = (5, (1 << 29) - 1),
            },
        }));

    /// <summary>
    /// The destination of an addition holds another value, which no other step reads: all lookups balance, and only the constraint of the
    /// addition is broken. The proof would be one that no verifier takes.
    /// </summary>
    [Fact]
    public void ACellThatIsNotWhatItsStepMakesOfTheOthersIsFoundOut()
    {
        ProverInput altered = Genuine with { Memory = Rebuilt(Genuine.StatesByOpcode["add_opcode_small"].Ap[0], id: null) };
        Assert.StartsWith(
            "the constraints do not hold: the run is inconsistent",
            Assert.Throws<ProvingException>(() => CairoProver.Prove(altered, ProverParameters.Default)).Message,
            StringComparison.Ordinal);
    }

    private static string Refused(ProverInput input)
    {
        Steps steps = new();
        string message = Assert.Throws<ProvingException>(() => CairoProver.Prove(input, ProverParameters.Default, steps)).Message;
        Assert.Equal(ProveStep.BaseTrace, steps.Last);
        return message;
    }

    /// <summary>The memory with another value of a cell, one that some cell has.</summary>
    private static ProverMemory WithCell(uint address, ulong value)
    {
        ProverMemory memory = Genuine.Memory;
        return Rebuilt(
            address,
            memory.IdOf((uint)Enumerable.Range(1, memory.AddressCount - 1).First(other => memory.ValueAt((uint)other) == value)));
    }

    /// <summary>The memory with another id of a cell, or with a value one greater where none is given.</summary>
    private static ProverMemory Rebuilt(uint address, uint? id)
    {
        ProverMemory memory = Genuine.Memory;
        uint[] ids = memory.Ids.ToArray();
        bool isSmall = ids[address] < ComponentParameters.FirstBigId;
        ids[address] = id ?? (isSmall ? (uint)memory.SmallCount : ComponentParameters.FirstBigId + (uint)memory.BigCount);
        UInt128[] small = [.. Enumerable.Range(0, memory.SmallCount).Select(id => Word(memory.ValueOf((uint)id)))];
        Felt[] big = [.. Enumerable.Range(0, memory.BigCount).Select(id => memory.ValueOf(ComponentParameters.FirstBigId + (uint)id))];
        Felt next = id is null ? Genuine.Memory.ValueAt(address) + Felt.One : Felt.Zero;
        return id is not null ? new(ids, small, big) : isSmall ? new(ids, [.. small, Word(next)], big) : new(ids, small, [.. big, next]);
    }

    private static UInt128 Word(Felt value)
    {
        value.ToCanonicalLimbs(out ulong low, out ulong high, out _, out _);
        return new(high, low);
    }

    private sealed class Steps : IProgress<ProvePhase>
    {
        public ProveStep Last { get; private set; }

        public void Report(ProvePhase value) => Last = value.Step;
    }
}
