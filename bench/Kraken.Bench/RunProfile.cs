using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Bench;

/// <summary>
/// What each function of a Cairo 0 program takes in a run: steps and instances of builtins, in itself and with what it calls. An instance
/// counts where its first cell is touched first. Code that is not the program's, that of contracts, is one function.
/// </summary>
internal sealed class RunProfile
{
    private const string Foreign = "(contracts)";

    private readonly RelocatedMemory memory;
    private readonly string[] functions;
    private readonly (long Start, BuiltinRunner Builtin, bool[] Seen)[] builtins;
    private readonly Dictionary<string, HashSet<(Felt, Felt, Felt)>> distinct = [];
    private readonly Dictionary<string, Row> rows = [];
    private readonly Stack<string> calls = [];
    private Counts total;

    private RunProfile(CairoRunner runner)
    {
        memory = RelocatedMemory.Of(runner.Machine.Memory);
        functions = Functions(runner.Program);
        builtins =
        [
            .. runner.Machine.Builtins.Where(builtin => Counts.Names.Contains(builtin.Name)).Select(builtin => (
                memory.SegmentBases[builtin.Segment], builtin, new bool[builtin.UsedInstances(runner.Machine.Memory)])),
        ];
    }

    /// <summary>By function.</summary>
    internal IReadOnlyDictionary<string, Row> Rows => rows;

    /// <summary>Of a finished run.</summary>
    internal static RunProfile Of(CairoRunner runner)
    {
        RunProfile profile = new(runner);
        foreach (RegisterState state in RelocatedTrace.Of(runner.Machine, profile.memory))
        {
            profile.Step(state);
        }

        while (profile.calls.Count > 0)
        {
            profile.Leave();
        }

        return profile;
    }

    private static string[] Functions(CairoProgram program)
    {
        string[] functions = new string[program.Data.Length];
        (int Pc, string Name)[] starts =
        [
            .. program.Identifiers.Where(item => item.Value is { Kind: "function", Pc: not null })
                .Select(item => (item.Value.Pc!.Value, item.Key)).OrderBy(item => item.Item1),
        ];
        for (int i = 0; i < starts.Length; i++)
        {
            int end = i + 1 < starts.Length ? starts[i + 1].Pc : functions.Length;
            System.Array.Fill(functions, starts[i].Name, starts[i].Pc, end - starts[i].Pc);
        }

        return functions;
    }

    // The program's segment is the first, which begins at address 1.
    private string FunctionAt(uint pc) => pc - 1 < (uint)functions.Length ? functions[pc - 1] ?? "(start)" : Foreign;

    private void Step(RegisterState state)
    {
        string function = FunctionAt(state.Pc);
        if (calls.Count == 0)
        {
            Enter(function);
        }

        if (InstructionWord.TryDecode(memory.Values[(int)state.Pc], out DecodedInstruction instruction) != InstructionError.None)
        {
            throw new InvalidDataException($"no instruction at {state.Pc}");
        }

        Counts step = new() { Steps = 1 };
        (long dst, long op0, long op1) = Operands(state, instruction);
        Touch(ref step, dst);
        Touch(ref step, op0);
        Touch(ref step, op1);
        total += step;
        RowOf(function).Own += step;
        if (instruction.Opcode == Opcode.Call)
        {
            Felt target = memory.Values[(int)op1];
            Enter(FunctionAt(Pc(instruction.Pc == PcUpdate.Jump ? target : (Felt)(ulong)state.Pc + target)));
        }
        else if (instruction.Opcode == Opcode.Ret)
        {
            Leave();
        }
    }

    private (long Dst, long Op0, long Op1) Operands(RegisterState state, in DecodedInstruction instruction)
    {
        long dst = (instruction.DstIsFp ? state.Fp : state.Ap) + (long)instruction.OffDst;
        long op0 = (instruction.Op0IsFp ? state.Fp : state.Ap) + (long)instruction.OffOp0;
        long op1 = instruction.OffOp1 + instruction.Op1 switch
        {
            Op1Source.Immediate => state.Pc,
            Op1Source.FP => state.Fp,
            Op1Source.AP => state.Ap,
            _ => Pc(memory.Values[(int)op0]),
        };
        return (dst, op0, op1);
    }

    private static uint Pc(Felt value)
    {
        value.ToCanonicalLimbs(out ulong low, out _, out _, out _);
        return (uint)low;
    }

    private void Touch(ref Counts counts, long address)
    {
        foreach ((long start, BuiltinRunner builtin, bool[] seen) in builtins)
        {
            long instance = (address - start) / builtin.CellsPerInstance;
            if (address < start || instance >= seen.Length || seen[instance])
            {
                continue;
            }

            seen[instance] = true;
            int first = (int)(start + (instance * builtin.CellsPerInstance));
            counts = counts.With(builtin.Name, IsNew(builtin, memory.Values[first..]));
        }
    }

    private bool IsNew(BuiltinRunner builtin, System.ReadOnlySpan<Felt> cells)
    {
        string name = builtin.Name.ToString();
        HashSet<(Felt, Felt, Felt)> seen = distinct.TryGetValue(name, out HashSet<(Felt, Felt, Felt)>? known) ? known : distinct[name] = [];
        return builtin.Name is not (BuiltinName.Pedersen or BuiltinName.Poseidon)
            || seen.Add((cells[0], cells[1], builtin.InputCells > 2 ? cells[2] : default));
    }

    private Row RowOf(string function) => rows.TryGetValue(function, out Row? row) ? row : rows[function] = new Row();

    private void Enter(string function)
    {
        Row row = RowOf(function);
        row.Calls++;
        row.StartOf = row.Depth++ == 0 ? total : row.StartOf;
        calls.Push(function);
    }

    private void Leave()
    {
        Row row = RowOf(calls.Pop());
        if (--row.Depth == 0)
        {
            row.Whole += total - row.StartOf;
        }
    }

    /// <summary>Of one function; calls of it within it count once in the whole.</summary>
    internal sealed class Row
    {
        public long Calls;
        public Counts Own;
        public Counts Whole;
        internal Counts StartOf;
        internal int Depth;
    }
}
