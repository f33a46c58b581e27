using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// The canonic coset of 2^LogSize points, the odds; every trace column of that size is an evaluation on its <see cref="CircleDomain"/>.
/// </summary>
/// <param name="LogSize">log2 of the number of points, 1..29.</param>
public readonly record struct CanonicCoset(int LogSize)
{
    /// <summary>The points in coset order.</summary>
    public Coset Coset => Coset.Odds(LogSize);

    /// <summary>The first half of the circle domain, in line with the FFT.</summary>
    public Coset HalfCoset => Coset.HalfOdds(LogSize - 1);

    /// <summary>The same points in circle domain order.</summary>
    public CircleDomain CircleDomain => new(HalfCoset);

    /// <summary>The generator by which a row moves to the next one in coset order.</summary>
    public CirclePointIndex StepIndex => CirclePointIndex.SubgroupGenerator(LogSize);

    /// <summary>The vanishing polynomial pi^(LogSize - 1)(x) at a point: zero exactly on the coset.</summary>
    public T EvaluateVanishing<T>(CirclePoint<T> point)
        where T : struct, IField<T> => Projection.Apply(point.X, LogSize - 1);
}
