using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo.Vm.Tests.Execution;
using Kraken.Cairo.Vm.Tests.Runs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Pies;

/// <summary>Genuine PIEs run again from their own memory, and what is no run.</summary>
public sealed class PieReplayTests
{
    private const int TenTransfersSteps = 191_408;
    private const int TenTransfersBlakes = 490;

    [Theory]
    [InlineData("pedersen_states")]
    [InlineData("squash_plain")]
    public void ARunFromItsMemoryIsTheReferencesRun(string name)
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of(name));
        VmError? error = PieReplay.Run(pie, out PieReplay replay, traced: true);
        Assert.True(error is null, error?.ToString());
        ExpectedRuns.CheckFiles(name, replay.Machine);
        AssertResources(pie, replay.CountResources());
    }

    [Fact]
    public void TenTransfersOfTheGenuineOperatingSystemRunAgainWithoutHints()
    {
        CairoPie pie = PieFiles.Read(PieFiles.TenTransfers());
        VmError? error = PieReplay.Run(pie, out PieReplay replay, traced: true);
        Assert.True(error is null, error?.ToString());
        Assert.Equal((TenTransfersSteps, TenTransfersSteps), (replay.Machine.Steps, replay.Machine.Trace!.Count));
        Assert.Equal(TenTransfersBlakes, replay.Machine.BlakeSteps);

        // Cells that no instruction reads and the run's host marked: four zeros for the modulo builtins, and three more.
        ExecutionResources used = replay.CountResources();
        AssertResources(pie, used with { MemoryHoles = used.MemoryHoles - 7 });

        // The bootloader's output of this PIE is the number of tasks, then size, program hash and output of each.
        using JsonDocument output = JsonDocument.Parse(
            File.ReadAllBytes(DataFiles.Folder("s-two", "pie_10_transfers.program_output.json")));
        Assert.Equal(
            output.RootElement.EnumerateArray().Skip(3).Select(cell => Felt.Parse(cell.GetString()!)),
            replay.Output().Select(cell => cell.Felt));
        AssertSteps(pie, replay);
    }

    [Fact]
    public void AChangedCellIsNoRun()
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("pedersen_states"));
        List<string> taken = [];
        for (int i = 0; i < pie.Memory.Count; i++)
        {
            PieCell[] changed = [.. pie.Memory];
            MaybeRelocatable value = changed[i].Value;
            changed[i] = changed[i] with
            {
                Value = value.IsFelt ? value.Felt + Felt.One : value.Address + (value.Offset == 0 ? 1 : -1),
            };
            if (PieReplay.Run(pie with { Memory = changed }, out _) is null)
            {
                taken.Add($"{changed[i].Address}");
            }
        }

        Assert.Empty(taken);
    }

    [Fact]
    public void ACellThatIsMissingIsSaidUnlessNobodyReadIt()
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("pedersen_states"));
        for (int i = 0; i < pie.Memory.Count; i += 7)
        {
            PieCell[] fewer = [.. pie.Memory.Take(i), .. pie.Memory.Skip(i + 1)];
            VmError? error = PieReplay.Run(pie with { Memory = fewer }, out _);
            Assert.True(error is not null, $"{pie.Memory[i].Address}");
        }

        // A word of the program is there twice: once as the program's.
        VmError? missing = PieReplay.Run(pie with { Memory = [.. pie.Memory.Skip(1)] }, out _);
        Assert.Equal(
            "the run is not that of the PIE: expected cell 0:0 in the memory, got none there, and the run wrote it", missing!.Message);
    }

    [Theory]
    [InlineData(1, 0, "Could not reach the end of the program")]
    [InlineData(0, 1, "the run is not that of the PIE: expected 30 instances of pedersen, got 31")]
    public void OtherCountsAreSaid(int fewerSteps, int fewerInstances, string expected)
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("pedersen_states"));
        Dictionary<BuiltinName, int> instances = new(pie.Resources.BuiltinInstances);
        instances[BuiltinName.Pedersen] -= fewerInstances;
        VmError? error = PieReplay.Run(
            pie with { Resources = pie.Resources with { Steps = pie.Resources.Steps - fewerSteps, BuiltinInstances = instances } }, out _);
        Assert.StartsWith(expected, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreStepsThanThereAreAreSaid()
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("squash_plain"));
        VmError? error = PieReplay.Run(pie with { Resources = pie.Resources with { Steps = pie.Resources.Steps + 1 } }, out _);
        Assert.Equal("the run is not that of the PIE: expected 811 steps, got 810", error!.Message);
    }

    [Fact]
    public void AnotherProgramThanThatOfTheMemoryIsSaid()
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("squash_plain"));
        Felt[] program = [.. pie.Program];
        program[5] += Felt.One;
        VmError? error = PieReplay.Run(pie with { Program = program }, out _);
        Assert.Equal(VmErrorKind.InconsistentMemory, error!.Kind);

        // The word behind the first instruction's is its immediate, and no instruction.
        error = PieReplay.Run(pie with { Main = pie.Main + 1 }, out _);
        Assert.Equal(VmErrorKind.OffsetExceeded, error!.Kind);
    }

    [Fact]
    public void TheCallersLimitsHold()
    {
        CairoPie pie = PieFiles.Read(PieFiles.Of("squash_plain"));
        Assert.Throws<InvalidOperationException>(() => PieReplay.Run(pie, out _, limits: new CellLimit(pie.Memory.Count / 2)));
    }

    private static void AssertResources(CairoPie pie, ExecutionResources used)
    {
        Assert.Equal(pie.Resources.Steps, used.Steps);
        Assert.Equal(pie.Resources.MemoryHoles, used.MemoryHoles);
        Assert.Equal(pie.Resources.BuiltinInstances.OrderBy(entry => entry.Key), used.BuiltinInstances.OrderBy(entry => entry.Key));
    }

    // Each step of the trace is a step of the machine of the whitepaper on the PIE's cells, which knows no BLAKE2s instruction.
    private static void AssertSteps(CairoPie pie, PieReplay replay)
    {
        SpecMachine machine = new();
        foreach (PieCell cell in pie.Memory)
        {
            machine.Memory[(cell.Address.Segment, cell.Address.Offset)] = cell.Value.IsFelt
                ? SpecValue.Of(cell.Value.Felt.ToBigInteger())
                : SpecValue.At(cell.Value.Segment, cell.Value.Offset);
        }

        int cells = machine.Memory.Count;
        TraceEntry? before = null;
        foreach (TraceEntry entry in replay.Machine.Trace!.Chunks().SelectMany(chunk => chunk.ToArray()))
        {
            if (before is { } last && Step(machine, last))
            {
                Assert.Equal(
                    (SpecValue.At(entry.PcSegment, entry.PcOffset), new BigInteger(entry.Ap), new BigInteger(entry.Fp)),
                    (machine.Pc, machine.Ap, machine.Fp));
            }

            before = entry;
        }

        Assert.True(Step(machine, before!.Value));
        Assert.Equal(SpecValue.At(pie.Builtins.Count + 3, 0), machine.Pc);
        Assert.Equal(cells, machine.Memory.Count);
    }

    private static bool Step(SpecMachine machine, TraceEntry entry)
    {
        (machine.Pc, machine.Ap, machine.Fp) = (SpecValue.At(entry.PcSegment, entry.PcOffset), entry.Ap, entry.Fp);
        Felt word = Felt.FromBigInteger(machine.Memory[(entry.PcSegment, entry.PcOffset)].Number);
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(word, out DecodedInstruction instruction));
        if (instruction.Extension != OpcodeExtension.Stone)
        {
            return false;
        }

        machine.Step(instruction);
        return true;
    }

    /// <summary>Ends a run that takes more cells than allowed.</summary>
    private sealed class CellLimit(long most) : IRunLimits
    {
        private long taken;

        public void Check()
        {
        }

        public void Allocate(long cells)
        {
            taken += cells;
            if (taken > most)
            {
                throw new InvalidOperationException($"{taken} cells");
            }
        }

        public void Free(long cells) => taken -= cells;
    }
}
