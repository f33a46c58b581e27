using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Sierra.Text;
using Kraken.Sierra.Types;
using Xunit;

namespace Kraken.Sierra.Tests.Types;

/// <summary>
/// The wiring of circuits: with each value computed from what its gate means, every addition and multiplication of the wiring holds.
/// </summary>
public sealed class CircuitWiringTests
{
    private static readonly BigInteger Prime = (BigInteger.One << 89) - 1;

    [Fact]
    public void RandomCircuitsHoldAtRandomInputs()
    {
        Random random = new(384);
        for (int round = 0; round < 150; round++)
        {
            int inputs = random.Next(1, 5);
            List<string> gates = [.. Enumerable.Range(0, inputs).Select(i => $"CircuitInput<{i}>")];
            for (int count = random.Next(1, 8); count > 0; count--)
            {
                (string left, string right) = (gates[random.Next(gates.Count)], gates[random.Next(gates.Count)]);
                gates.Add(random.Next(4) switch
                {
                    0 => $"AddModGate<{left}, {right}>",
                    1 => $"SubModGate<{left}, {right}>",
                    2 => $"MulModGate<{left}, {right}>",
                    _ => $"InverseGate<{left}>",
                });
            }

            // All inputs are among the outputs, so that their numbers have no gap.
            string outputs = string.Join(", ", gates.Take(inputs).Append(gates[^1]).Append(gates[random.Next(gates.Count)]));
            Check(outputs, inputs, random);
        }
    }

    // A chain of gates that all circuits share costs a program little, and each circuit a list of all of them.
    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void AllCircuitsOfAProgramHaveOneBound(int circuits, bool isAllowed)
    {
        const int Gates = 9_999;
        StringBuilder text = new("type [0] = CircuitInput<0>;\n");
        for (int i = 1; i <= Gates; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"type [{i}] = AddModGate<[{i - 1}], [{i - 1}]>;\n");
        }

        // Outputs that differ: the last gate and one of the others. The input counts twice.
        for (int i = 0; i <= circuits; i++)
        {
            int type = Gates + 1 + (2 * i);
            text.Append(CultureInfo.InvariantCulture, $"type [{type}] = Struct<ut@Tuple, [{Gates}], [{i}]>;\n");
            text.Append(CultureInfo.InvariantCulture, $"type [{type + 1}] = Circuit<[{type}]>;\n");
        }

        Assert.True(SierraText.TryParse(text.ToString(), out SierraProgram? program, out SierraError? error), error?.ToString());
        Assert.Equal(isAllowed, SierraRegistry.TryBuild(program, out _, out error));
        Assert.Equal(isAllowed ? null : "at most 1000000", error?.Expected);
    }

    [Theory]
    [InlineData("CircuitInput<0>", 1, 0, 1, 12)]
    [InlineData("AddModGate<CircuitInput<0>, CircuitInput<1>>", 2, 1, 2, 24)]
    [InlineData("SubModGate<CircuitInput<0>, CircuitInput<0>>", 1, 1, 1, 16)]
    [InlineData("MulModGate<CircuitInput<0>, CircuitInput<1>>", 2, 0, 3, 24)]
    [InlineData("InverseGate<CircuitInput<0>>", 1, 0, 2, 16)]
    [InlineData("CircuitInput<0>, CircuitInput<0>", 1, 0, 1, 12)]
    public void ValuesTakeFourLimbsEach(string outputs, int inputs, int additions, int multiplications, int limbs)
    {
        // The constant one, the inputs as given, and each once more reduced, by a multiplication with one.
        CircuitInfo circuit = Build(outputs, out _);
        Assert.Equal(
            (inputs, additions, multiplications, limbs),
            (circuit.InputCount, circuit.AddGates.Count, circuit.MulGates.Count, circuit.RangeCheck96Usage));
    }

    [Theory]
    [InlineData("CircuitInput<1>")]
    [InlineData("CircuitInput<0>, CircuitInput<2>")]
    [InlineData("u8")]
    [InlineData("CircuitInput<0>, u8")]
    [InlineData("")]
    public void InputsWithoutTheirPredecessorsAndOtherTypesAreNoCircuit(string outputs)
    {
        string type = $"Circuit<Struct<ut@Tuple{(outputs.Length == 0 ? "" : $", {outputs}")}>>";
        Assert.False(Declared.TryBuild(type, [], out SierraRegistry? registry, out SierraError? error));
        Assert.Null(registry);
        Assert.Equal((SierraErrorKind.InvalidType, "wiring of a circuit"), (error!.Kind, error.What));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MaxValue + 1L, false)]
    [InlineData(-1, false)]
    public void AnInputsNumberIsAnIndex(long number, bool allowed) =>
        Assert.Equal(allowed, Declared.TryBuild($"CircuitInput<{number}>", [], out _, out _));

    private static void Check(string outputs, int inputs, Random random)
    {
        CircuitInfo circuit = Build(outputs, out SierraRegistry registry);
        BigInteger[] given = [.. Enumerable.Range(0, inputs).Select(_ => (BigInteger)random.NextInt64(1, long.MaxValue))];
        BigInteger?[] cells = new BigInteger?[1 + inputs + circuit.Values.Count];
        cells[0] = 1;
        for (int i = 0; i < inputs; i++)
        {
            cells[1 + i] = given[i];
        }

        bool divides = true;
        foreach ((int type, int offset) in circuit.Values)
        {
            Assert.Null(cells[offset]);
            cells[offset] = Evaluate(registry, type, given, ref divides);
        }

        Assert.Equal(inputs, circuit.InputCount);
        Assert.DoesNotContain(null, cells);
        Assert.All(circuit.AddGates, gate => Assert.Equal(0, (cells[gate.Left] + cells[gate.Right] - cells[gate.Output]) % Prime));
        if (divides)
        {
            Assert.All(circuit.MulGates, gate => Assert.Equal(0, ((cells[gate.Left] * cells[gate.Right]) - cells[gate.Output]) % Prime));
        }

        // Each value is worked out by one gate, and only from what stands before it.
        Assert.Equal(circuit.Values.Count, circuit.AddGates.Count + circuit.MulGates.Count);
        Assert.All(circuit.AddGates.Concat(circuit.MulGates), gate => Assert.All(
            (int[])[gate.Left, gate.Right, gate.Output], place => Assert.InRange(place, 0, cells.Length - 1)));
    }

    private static BigInteger Evaluate(SierraRegistry registry, int type, BigInteger[] given, ref bool divides)
    {
        ConcreteType gate = registry.Types[type];
        if (gate.GenericId == "CircuitInput")
        {
            return given[(int)gate.Args[0].Value] % Prime;
        }

        BigInteger left = Evaluate(registry, gate.Args[0].Index, given, ref divides);
        BigInteger right = gate.Args.Count > 1 ? Evaluate(registry, gate.Args[1].Index, given, ref divides) : 0;
        divides &= gate.GenericId != "InverseGate" || !left.IsZero;
        return gate.GenericId switch
        {
            "AddModGate" => (left + right) % Prime,
            "SubModGate" => (left - right + Prime) % Prime,
            "MulModGate" => left * right % Prime,
            _ => BigInteger.ModPow(left, Prime - 2, Prime),
        };
    }

    private static CircuitInfo Build(string outputs, out SierraRegistry registry)
    {
        Assert.True(
            Declared.TryBuild($"Circuit<Struct<ut@Tuple, {outputs}>>", [], out SierraRegistry? built, out SierraError? error),
                error?.ToString());
        registry = built!;
        return registry.Types[registry.Types.Count - 1].Circuit!;
    }
}
