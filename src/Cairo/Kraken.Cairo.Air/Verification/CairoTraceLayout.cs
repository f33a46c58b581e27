using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Stark;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Verification;

/// <summary>Where each component's columns lie in the four commitments, and how often each is sampled.</summary>
public sealed class CairoTraceLayout
{
    /// <summary>The composition polynomial is committed in two halves of four coordinates.</summary>
    public const int CompositionColumns = 8;

    private CairoTraceLayout(ImmutableArray<PlacedComponent> components, PreprocessedLayout fixedColumns, bool samplesAll)
    {
        Components = components;
        MaxLogSize = components.Max(component => component.Instance.LogSize);
        byte[] samples = new byte[fixedColumns.Names.Length];
        if (samplesAll)
        {
            samples.AsSpan().Fill(1);
        }

        foreach (int index in components.SelectMany(component => component.PreprocessedIndices))
        {
            samples[index] = 1;
        }

        Trees =
        [
            new([.. fixedColumns.LogSizes], samples),
            Trace(components),
            Interaction(components),
            new([.. Enumerable.Repeat(MaxLogSize, CompositionColumns)], [.. Enumerable.Repeat((byte)1, CompositionColumns)]),
        ];
    }

    /// <summary>The enabled components in claim order.</summary>
    public ImmutableArray<PlacedComponent> Components { get; }

    /// <summary>log2 of the rows of the largest component; also of the coefficients of each composition half.</summary>
    public int MaxLogSize { get; }

    /// <summary>The columns of the preprocessed, base, interaction and composition tree.</summary>
    public ImmutableArray<TreeColumns> Trees { get; }

    /// <summary>Lays out a claim over a variant.</summary>
    /// <param name="variant">The fixed columns.</param>
    /// <param name="layout">The layout; null on error.</param>
    /// <param name="samplesAll">True if every fixed column is sampled, used or not.</param>
    /// <returns>Why the claim has none: a component that the AIR lacks, or one that needs a fixed column that the variant
    /// lacks, such as a row counter of its size.</returns>
    public static VerifyError? Create(CairoClaim claim, PreprocessedVariant variant, out CairoTraceLayout? layout, bool samplesAll = false)
    {
        PreprocessedLayout fixedColumns = PreprocessedLayout.Of(variant);
        layout = null;
        ImmutableArray<PlacedComponent>.Builder components = ImmutableArray.CreateBuilder<PlacedComponent>();
        foreach (ComponentInstance instance in claim.Instances())
        {
            if (!CairoComponents.TryGet(instance.Layout.Name, out CairoComponent? component))
            {
                return new(VerifyErrorKind.Claim, instance.Layout.Name, "a known component", "an unknown one");
            }

            VerifyError? error = Resolve(instance, component!.Air, fixedColumns, out int[] indices);
            if (error is not null)
            {
                return error;
            }

            components.Add(new(instance, component.Air, indices));
        }

        if (components.Count == 0)
        {
            return new(VerifyErrorKind.Claim, "components", "at least one", "none");
        }

        layout = new(components.ToImmutable(), fixedColumns, samplesAll);
        return null;
    }

    private static VerifyError? Resolve(ComponentInstance instance, AirRecording air, PreprocessedLayout columns, out int[] indices)
    {
        indices = new int[air.Preprocessed.Length];
        for (int k = 0; k < indices.Length; k++)
        {
            string name = air.Preprocessed[k].Resolve(instance.LogSize);
            if (!columns.TryGetIndex(name, out indices[k]))
            {
                return new(VerifyErrorKind.Claim, instance.Layout.Name, $"a column of {columns.Name}", name);
            }
        }

        return null;
    }

    private static TreeColumns Trace(ImmutableArray<PlacedComponent> components)
    {
        int[] sizes = [.. components.SelectMany(c => Enumerable.Repeat(c.Instance.LogSize, c.Air.Columns.Length))];
        return new(sizes, [.. Enumerable.Repeat((byte)1, sizes.Length)]);
    }

    /// <summary>The last four columns of a component hold its cumulative sum and are sampled one row before as well.</summary>
    private static TreeColumns Interaction(ImmutableArray<PlacedComponent> components)
    {
        int[] sizes = [.. components.SelectMany(c => Enumerable.Repeat(c.Instance.LogSize, c.Air.InteractionColumns))];
        IEnumerable<byte> counts = components.SelectMany(c =>
            Enumerable.Range(0, c.Air.InteractionColumns).Select(k => (byte)(k >= c.Air.InteractionColumns - 4 ? 2 : 1)));
        return new(sizes, [.. counts]);
    }
}
