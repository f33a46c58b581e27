using System;

namespace Kraken.Air;

/// <summary>
/// A deduction that is no lane operation: a memory look-up, arithmetic on wide integers, a table function. It maps input words to output
/// words row by row, and is stateless: everything it reads is in its inputs or in the context.
/// </summary>
public abstract class Hint
{
    /// <summary>The name, for diagnostics; equal names with equal arities must be the same function.</summary>
    public abstract string Name { get; }

    /// <summary>The number of input words per row.</summary>
    public abstract int Inputs { get; }

    /// <summary>The number of output words per row.</summary>
    public abstract int Outputs { get; }

    /// <summary>Evaluates a strip of rows.</summary>
    /// <param name="context">What the witness generation knows (the memory).</param>
    /// <param name="inputs">Word i of row r at index i * rows + r.</param>
    /// <param name="outputs">Word o of row r at index o * rows + r; every one is written.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    public virtual void Evaluate(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs, int rows)
    {
        Span<uint> input = stackalloc uint[Inputs];
        Span<uint> output = stackalloc uint[Outputs];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = inputs[(i * rows) + row];
            }

            EvaluateRow(context, input, output);
            for (int o = 0; o < output.Length; o++)
            {
                outputs[(o * rows) + row] = output[o];
            }
        }
    }

    /// <summary>Evaluates one row.</summary>
    /// <param name="context">What the witness generation knows.</param>
    /// <param name="inputs">The <see cref="Inputs"/> words.</param>
    /// <param name="outputs">The <see cref="Outputs"/> words; every one is written.</param>
    public abstract void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs);
}
