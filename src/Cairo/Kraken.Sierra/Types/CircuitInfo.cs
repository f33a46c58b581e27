using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Types;

/// <summary>One gate of a circuit; offsets count values of four limbs in the circuit's value array.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Output">The result.</param>
public readonly record struct GateOffsets(int Left, int Right, int Output);

/// <summary>The wiring of a circuit type.</summary>
/// <param name="InputCount">The number of inputs.</param>
/// <param name="Values">The offset of each gate and reduced input, by type.</param>
/// <param name="AddGates">The additions (a subtraction stands as the addition that it inverts).</param>
/// <param name="MulGates">The multiplications (an inversion stands as the multiplication that it inverts).</param>
public sealed record CircuitInfo(
    int InputCount,
    IReadOnlyDictionary<int, int> Values,
    IReadOnlyList<GateOffsets> AddGates,
    IReadOnlyList<GateOffsets> MulGates)
{
    /// <summary>The number of limbs of a value.</summary>
    public const int ValueSize = 4;

    /// <summary>
    /// The inputs and gates of all circuits of a program together: each circuit keeps its own list of those that it is made of, and
    /// thousands may share the same.
    /// </summary>
    public const int MaxTotalValues = 1_000_000;

    private const int OneOffset = 0;

    /// <summary>The range_check96 cells of the value array: the constant one, the inputs and the computed values.</summary>
    public int RangeCheck96Usage => (1 + InputCount + Values.Count) * ValueSize;

    internal static bool IsComponent(string genericId) =>
        genericId is "CircuitInput" or "AddModGate" or "SubModGate" or "MulModGate" or "InverseGate";

    internal static CircuitInfo Build(SierraProgram program, int outputs, int user)
    {
        TypeDeclaration tuple = program.Types[outputs];
        bool valid = tuple.GenericId == "Struct" && tuple.Args.Count > 1
            && tuple.Args[0].Kind == GenericArgKind.UserType && tuple.Args[0].Value == UserTypeNames.Identity("Tuple")
            && tuple.Args.Skip(1).All(a => a.Kind == GenericArgKind.Type && IsComponent(program.Types[a.Index].GenericId));
        Require(valid, user);
        List<int> roots = [.. tuple.Args.Skip(1).Select(a => a.Index)];
        SortedDictionary<int, int> inputs = FindInputs(program, roots, user);
        Dictionary<int, int> values = [];
        List<GateOffsets> mul = [];
        int next = 0;
        foreach ((int number, int type) in inputs)
        {
            Require(number == next, user);
            values[type] = 1 + inputs.Count + next;
            mul.Add(new GateOffsets(OneOffset, 1 + next, 1 + inputs.Count + next));
            next++;
        }

        Require(next >= 1, user);
        List<GateOffsets> add = [];
        PlaceGates(program, roots, inputs.Count, values, add, mul, user);
        return new CircuitInfo(inputs.Count, values, add, mul);
    }

    private static SortedDictionary<int, int> FindInputs(SierraProgram program, List<int> roots, int user)
    {
        SortedDictionary<int, int> inputs = [];
        HashSet<int> visited = [];
        Stack<int> pending = new(roots);
        while (pending.TryPop(out int type))
        {
            if (!visited.Add(type))
            {
                continue;
            }

            TypeDeclaration d = program.Types[type];
            Require(IsComponent(d.GenericId) && d.Args.All(a => a.Kind is GenericArgKind.Type or GenericArgKind.Value), user);
            if (d.GenericId == "CircuitInput")
            {
                Require(d.Args.Count == 1 && d.Args[0].Value.Sign >= 0 && d.Args[0].Value <= int.MaxValue, user);
                Require(inputs.TryAdd((int)d.Args[0].Value, type), user);
                continue;
            }

            foreach (GenericArg arg in d.Args)
            {
                pending.Push(arg.Index);
            }
        }

        return inputs;
    }

    private static void PlaceGates(
        SierraProgram program, List<int> roots, int inputCount,
        Dictionary<int, int> values, List<GateOffsets> add, List<GateOffsets> mul, int user)
    {
        Stack<(int Type, bool First)> pending = new(roots.Select(r => (r, true)));
        HashSet<int> open = [];
        while (pending.TryPop(out (int Type, bool First) item))
        {
            if (values.ContainsKey(item.Type))
            {
                continue;
            }

            TypeDeclaration d = program.Types[item.Type];
            if (item.First)
            {
                // A gate that is met again before its inputs are placed would feed itself.
                Require(open.Add(item.Type) && d.Args.All(a => a.Kind == GenericArgKind.Type), user);
                pending.Push((item.Type, false));
                foreach (GenericArg arg in d.Args)
                {
                    pending.Push((arg.Index, true));
                }

                continue;
            }

            Require(d.Args.Count is 1 or 2 && d.Args.All(a => values.ContainsKey(a.Index)), user);
            int output = 1 + inputCount + values.Count;
            int left = values[d.Args[0].Index];
            int right = d.Args.Count > 1 ? values[d.Args[1].Index] : 0;
            switch (d.GenericId)
            {
                case "AddModGate": add.Add(new GateOffsets(left, right, output)); break;
                case "SubModGate": add.Add(new GateOffsets(output, right, left)); break;
                case "MulModGate": mul.Add(new GateOffsets(left, right, output)); break;
                default: mul.Add(new GateOffsets(output, left, OneOffset)); break;
            }

            values[item.Type] = output;
        }
    }

    private static void Require(bool condition, int user)
    {
        if (!condition)
        {
            throw new SierraException(SierraErrorKind.InvalidType, "wiring of a circuit", user);
        }
    }
}
