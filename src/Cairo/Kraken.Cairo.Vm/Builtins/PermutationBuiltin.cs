using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// A builtin whose outputs follow from all inputs at once and are dear to compute: each instance is computed when its first output is
/// asked for, and remembered.
/// </summary>
public abstract class PermutationBuiltin : BuiltinRunner
{
    // What a remembered instance weighs, counted in cells.
    private const long RememberedCells = 4;

    private readonly Dictionary<long, Felt[]> known = [];

    private protected PermutationBuiltin(BuiltinName name, int cellsPerInstance, int inputCells)
        : base(name, cellsPerInstance, inputCells)
    {
    }

    /// <summary>An address among the inputs is an error; else it only leaves the outputs unknown.</summary>
    private protected virtual bool RefusesAddresses => true;

    /// <inheritdoc/>
    internal sealed override MaybeRelocatable Deduce(VmMemory memory, long offset)
    {
        long instance = Math.DivRem(offset, CellsPerInstance, out long index);
        if (index < InputCells)
        {
            return default;
        }

        if (!known.TryGetValue(instance, out Felt[]? outputs))
        {
            Felt[] inputs = new Felt[InputCells];
            if (!TryInputs(memory, instance * CellsPerInstance, inputs))
            {
                return default;
            }

            memory.Account(RememberedCells);
            outputs = new Felt[CellsPerInstance - InputCells];
            Compute(instance * CellsPerInstance, inputs, outputs);
            known.Add(instance, outputs);
        }

        return outputs[index - InputCells];
    }

    /// <summary>Computes an instance.</summary>
    /// <param name="offset">The instance's first cell, for messages.</param>
    /// <param name="outputs">Receives the outputs.</param>
    private protected abstract void Compute(long offset, ReadOnlySpan<Felt> inputs, Span<Felt> outputs);

    private bool TryInputs(VmMemory memory, long first, Span<Felt> inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            MaybeRelocatable cell = memory.Get(new Relocatable(Segment, first + i));
            if (!cell.IsFelt)
            {
                return cell.IsEmpty || !RefusesAddresses
                    ? false
                    : throw new VmException(
                        VmErrorKind.BuiltinExpectedInteger, $"{Name.Text()} expects an integer at {Segment}:{first + i}, got {cell}");
            }

            inputs[i] = cell.Felt;
        }

        return true;
    }
}
