using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Cairo.Vm.Tests;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>
/// Cairo 1 programs whose whole relocated memory the genuine runner printed: our compiler's code is found in that memory, run with our
/// hints from the same start, and every cell must be the same.
/// </summary>
public sealed class FullMemoryTests
{
    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");
    private static readonly char[] HoleMarks = [' ', '_', '\n'];
    private static readonly ulong[] Costs = [4050, 583, 4085, 491, 230, 604];

    private static readonly BuiltinName[] Builtins =
    [
        BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon,
        BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
    ];

    [Theory]
    [InlineData("small_fib", false)]
    [InlineData("iter_range", false)]
    [InlineData("tests_all_ints", false)]
    [InlineData("circuit", false)]
    [InlineData("closures_iter_mix", false)]
    [InlineData("bench_mix", true)]
    public void EveryCellEqualsTheGenuineRun(string name, bool hasArena)
    {
        string[] cells = Cells(name);
        (Felt[] program, CasmHints hints) = Program(name, cells, hasArena);
        var machine = new VirtualMachine(new VmMemory(), traced: false);
        Relocatable end = Start(machine, program);
        var processor = new CasmHintProcessor(hints, usesTemporaryDictSegments: true);
        VmError? error = machine.RunUntil(end, processor, new RunResources());
        Assert.True(error is null, error?.ToString());
        processor.RelocateDictionaries(machine);
        machine.Memory.RelocateTemporarySegments();
        RelocatedMemory memory = RelocatedMemory.Of(machine.Memory);
        for (int address = 1; address < cells.Length; address++)
        {
            string expected = cells[address];
            string got = address < memory.Size && memory.Known[address] ? memory.Values[address].ToBigInteger().ToString() : string.Empty;
            Assert.True(expected == got, $"address {address}: expected '{expected}', got '{got}'");
        }
    }

    private static string[] Cells(string name)
    {
        string text = File.ReadAllText(DataFiles.Folder("cairo", "own-contracts", "out", $"{name}.fullmem.txt"));
        int start = text.IndexOf("Full memory: [", StringComparison.Ordinal) + "Full memory: [".Length;
        return [.. text[start..text.IndexOf(']', start)].Split(',').Select(cell => cell.Trim(HoleMarks))];
    }

    /// <summary>The header of the genuine run, our code, and the final ret; our hints shifted behind the header.</summary>
    private static (Felt[] Program, CasmHints Hints) Program(string name, string[] cells, bool hasArena)
    {
        string text = File.ReadAllText(DataFiles.Folder("cairo", "own-contracts", "out", $"{name}.sierra"));
        Assert.True(SierraText.TryParse(text, out SierraProgram? sierra, out SierraError? error), error?.ToString());
        Assert.True(SierraCompiler.TryCompileProgram(sierra, out CompiledProgram? compiled, out error), error?.ToString());
        (IReadOnlyList<Felt> code, IReadOnlyList<CasmHintSite> sites) = compiled.Assemble();
        Felt[] memory = [.. cells.Skip(1).Take(code.Count + 2000).Select(cell => Felt.TryParse(cell, out Felt value) ? value : Felt.Zero)];
        int header =
            Enumerable.Range(0, memory.Length - code.Count).First(at => memory.AsSpan(at, code.Count).SequenceEqual(code.ToArray()));
        Assert.Equal(ReturnWord, memory[header + code.Count]);
        IEnumerable<CasmHintSite> hints = sites.Select(site => site with { Offset = header + site.Offset });
        if (hasArena)
        {
            // The header allocates the arena and its infos before its first instruction.
            hints = hints.Prepend(new CasmHintSite(0, [new AllocSegment(CellRef.Ap(0)), new AllocSegment(CellRef.Ap(1))]));
        }

        return (memory[..(header + code.Count + 1)], new CasmHints(hints));
    }

    private static Relocatable Start(VirtualMachine machine, Felt[] program)
    {
        VmMemory memory = machine.Memory;
        var stack = new List<MaybeRelocatable>();
        foreach (BuiltinName name in Builtins)
        {
            stack.Add(machine.AddBuiltin(name).Base);
            if (name == BuiltinName.AddMod)
            {
                // The runner of that time created the zero segment along with the first modulo builtin.
                memory.Load(memory.AddSegment(), new Felt[4]);
            }
        }

        stack.Add(memory.AddSegment());
        Relocatable end = memory.AddSegment();
        stack.Add(end);
        memory.Load(new Relocatable(VirtualMachine.ExecutionSegment, 0), [.. stack]);
        memory.Load(new Relocatable(VirtualMachine.ProgramSegment, 0), program);
        Relocatable costs = memory.AddSegment();
        memory.Load(costs, Array.ConvertAll(Costs, cost => (Felt)cost));
        memory.Insert(new Relocatable(VirtualMachine.ProgramSegment, program.Length), costs);
        machine.Ap = machine.Fp = new Relocatable(VirtualMachine.ExecutionSegment, stack.Count);
        machine.Pc = new Relocatable(VirtualMachine.ProgramSegment, 0);
        return end;
    }
}
