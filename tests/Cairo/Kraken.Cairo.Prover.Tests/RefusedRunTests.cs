using System;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Runs that no verifier would take are refused before anything is committed, with what is wrong.</summary>
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
        uint[] ids = memory.Ids.ToArray();
        ids[address] = memory.IdOf((uint)Enumerable.Range(1, memory.AddressCount - 1).First(other => memory.ValueAt((uint)other) == value));
        UInt128[] small = [.. Enumerable.Range(0, memory.SmallCount).Select(id => Word(memory.ValueOf((uint)id)))];
        Felt[] big = [.. Enumerable.Range(0, memory.BigCount).Select(id => memory.ValueOf(ProverMemory.FirstBigId + (uint)id))];
        return new(ids, small, big);
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
