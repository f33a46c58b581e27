using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>The coset initial + k * step, 0 &lt;= k &lt; 2^LogSize, of the subgroup of order 2^LogSize.</summary>
public readonly record struct Coset
{
    private Coset(CirclePointIndex initial, int logSize)
    {
        InitialIndex = initial;
        StepIndex = CirclePointIndex.SubgroupGenerator(logSize);
        LogSize = logSize;
    }

    /// <summary>The index of the first point.</summary>
    public CirclePointIndex InitialIndex { get; }

    /// <summary>The generator of the subgroup, index 2^(31 - LogSize).</summary>
    public CirclePointIndex StepIndex { get; }

    /// <summary>log2 of the number of points, 0..30.</summary>
    public int LogSize { get; }

    /// <summary>The number of points.</summary>
    public uint Size => 1U << LogSize;

    /// <summary>The first point.</summary>
    public CirclePoint<M31> Initial => InitialIndex.ToPoint();

    /// <summary>The step as a point.</summary>
    public CirclePoint<M31> Step => StepIndex.ToPoint();

    /// <summary>The subgroup itself, starting at the identity.</summary>
    public static Coset Subgroup(int logSize) => new(CirclePointIndex.Zero, logSize);

    /// <summary>The odd multiples of the generator of order 2^(logSize + 1): G_2n + &lt;G_n&gt;.</summary>
    public static Coset Odds(int logSize) => new(CirclePointIndex.SubgroupGenerator(logSize + 1), logSize);

    /// <summary>G_4n + &lt;G_n&gt;: the half of the odds of twice the size whose negation is the other half.</summary>
    public static Coset HalfOdds(int logSize) => new(CirclePointIndex.SubgroupGenerator(logSize + 2), logSize);

    /// <summary>The index of point k; k is taken modulo the size.</summary>
    public CirclePointIndex IndexAt(uint k) => InitialIndex + (StepIndex * k);

    /// <summary>Point k.</summary>
    public CirclePoint<M31> At(uint k) => IndexAt(k).ToPoint();

    /// <summary>The coset of the doubled points, of half the size.</summary>
    public Coset Double() => new(InitialIndex * 2, LogSize - 1);

    /// <summary>The coset shifted by a point given by index.</summary>
    public Coset Shift(CirclePointIndex by) => new(InitialIndex + by, LogSize);
}
