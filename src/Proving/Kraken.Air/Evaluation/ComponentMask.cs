using System;
using Kraken.Fields;

namespace Kraken.Air.Evaluation;

/// <summary>One component's values at a point: what the out-of-domain evaluation of its constraints reads.</summary>
public readonly ref struct ComponentMask
{
    /// <summary>The base trace columns, in trace order.</summary>
    public ReadOnlySpan<QM31> Trace { get; init; }

    /// <summary>The preprocessed columns, in the order of <see cref="AirRecording.Preprocessed"/>.</summary>
    public ReadOnlySpan<QM31> Preprocessed { get; init; }

    /// <summary>The parameters, in the order of <see cref="AirRecording.Parameters"/>.</summary>
    public ReadOnlySpan<M31> Parameters { get; init; }

    /// <summary>The interaction columns at the point, four coordinate polynomials per pair of lookups.</summary>
    public ReadOnlySpan<QM31> Interaction { get; init; }

    /// <summary>The last four interaction columns one row before the point.</summary>
    public ReadOnlySpan<QM31> PreviousInteraction { get; init; }

    /// <summary>The component's claimed logup sum.</summary>
    public QM31 ClaimedSum { get; init; }

    /// <summary>The log size of the component's trace, 0..30.</summary>
    public int LogSize { get; init; }
}
