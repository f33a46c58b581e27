using System;
using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Verification;

/// <summary>The random combination of all constraints at the out-of-domain point, component after component.</summary>
/// <param name="claim">The claim, checked.</param>
/// <param name="claimedSums">One per component of the layout.</param>
/// <param name="layout">The layout of the claim.</param>
/// <param name="elements">The lookup randomness.</param>
public sealed class CairoComposition(CairoClaim claim, QM31[] claimedSums, CairoTraceLayout layout, LookupElements elements)
{
    private const int Preprocessed = 0;
    private const int Trace = 1;
    private const int Interaction = 2;

    /// <summary>Runs Horner over the constraints of all components.</summary>
    /// <param name="sampled">The sampled values, in the shape that the layout says.</param>
    /// <param name="coefficient">The composition coefficient.</param>
    /// <param name="observe">Called with each component and the sum after it; null to skip.</param>
    public QM31 Evaluate(QM31[][][] sampled, QM31 coefficient, Action<PlacedComponent, QM31>? observe = null)
    {
        QM31 accumulator = QM31.Zero;
        int trace = 0;
        int interaction = 0;
        for (int i = 0; i < layout.Components.Length; i++)
        {
            PlacedComponent component = layout.Components[i];
            AirRecording air = component.Air;
            ReadOnlySpan<QM31[]> columns = sampled[Interaction].AsSpan(interaction, air.InteractionColumns);
            ComponentMask mask = new()
            {
                Trace = Samples(sampled[Trace].AsSpan(trace, air.Columns.Length), ^1),
                Preprocessed = Array.ConvertAll(component.PreprocessedIndices, index => sampled[Preprocessed][index][0]),
                Parameters = ComponentParameters.Of(claim, component.Instance),
                Interaction = Samples(columns, ^1),
                PreviousInteraction = columns.IsEmpty ? [] : Samples(columns[^4..], 0),
                ClaimedSum = claimedSums[i],
                LogSize = component.Instance.LogSize,
            };
            accumulator = PointEvaluator.Accumulate(air, mask, elements, coefficient, accumulator);
            observe?.Invoke(component, accumulator);
            trace += air.Columns.Length;
            interaction += air.InteractionColumns;
        }

        return accumulator;
    }

    private static QM31[] Samples(ReadOnlySpan<QM31[]> columns, Index which)
    {
        QM31[] values = new QM31[columns.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = columns[i][which];
        }

        return values;
    }
}
