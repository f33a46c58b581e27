using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Circuits of random gates, evaluated with random inputs.</summary>
internal sealed partial class FunctionWriter
{
    private bool Circuit()
    {
        if (!Array.TrueForAll(["RangeCheck96", "AddMod", "MulMod"], Has) || depth > 1)
        {
            return false;
        }

        int inputs = random.Next(1, 4);
        List<string> gates = [.. Enumerable.Range(0, inputs).Select(i => $"CircuitInput<{i}>")];
        for (int g = random.Next(1, 5); g > 0; g--)
        {
            string left = Pick(gates)!;
            string right = Pick(gates)!;
            string gate = random.Next(5) switch
            {
                0 => $"AddModGate<{left}, {right}>",
                1 => $"SubModGate<{left}, {right}>",
                2 => $"InverseGate<{left}>",
                _ => $"MulModGate<{left}, {right}>",
            };
            gates = gates.Contains(gate) ? gates : [.. gates, gate];
        }

        // All gates are outputs, so that all inputs are reached.
        string[] outputs = [.. gates.Where((gate, i) => i < inputs || Chance(60))];
        Evaluate($"Circuit<{Shapes.Tuple(outputs)}>", inputs, outputs);
        return true;
    }

    private void Evaluate(string circuit, int inputs, string[] outputs)
    {
        string accumulator = $"CircuitInputAccumulator<{circuit}>";
        string data = $"CircuitData<{circuit}>";
        Variable input = Call(Signature.Find($"init_circuit_data<{circuit}>", accumulator)!)[0];
        for (int i = 0; i < inputs; i++)
        {
            Signature add = Signature.Find($"add_circuit_input<{circuit}>", accumulator, data)!;
            input = Require(add, i == inputs - 1 ? 0 : 1, Store(input))[0];
        }

        Hold(input);
        Variable descriptor = Call(Signature.Find($"get_circuit_descriptor<{circuit}>", $"CircuitDescriptor<{circuit}>")!)[0];
        input = Release();
        Signature evaluate = Signature.Find(
            $"eval_circuit<{circuit}>", data, $"CircuitDescriptor<{circuit}>", $"CircuitOutputs<{circuit}>",
            $"CircuitPartialOutputs<{circuit}>")!;
        Variable[] arguments = Collect(evaluate, [descriptor, input]);
        Branch(evaluate, arguments, (branch, given) =>
        {
            Give(given);
            for (int i = random.Next(1, 4); i > 0 && branch == 0; i--)
            {
                string output = Pick(outputs)!;
                Put(Call(
                    Signature.Find($"get_circuit_output<{circuit}, {output}>", $"CircuitOutputs<{circuit}>")!,
                    TakeOut(Scope.Pool.Find(v => v.Facts.Generic == "CircuitOutputs") ?? given[0])));
                if (!Scope.Pool.Exists(v => v.Facts.Generic == "CircuitOutputs"))
                {
                    break;
                }
            }

            return branch == 0 || Chance(70);
        });
    }
}
