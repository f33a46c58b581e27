namespace Kraken.Execution.Constants;

/// <summary>OS resources that grow with the length of the calldata.</summary>
public sealed class ScaledResources
{
    internal ScaledResources(in VmResources constant, in VmResources perFelt, long scale)
    {
        this.constant = constant;
        this.perFelt = perFelt;
        this.scale = scale;
    }

    private readonly VmResources constant;
    private readonly VmResources perFelt;
    private readonly long scale;

    /// <summary>The part that does not depend on the length.</summary>
    public ref readonly VmResources Constant => ref constant;

    /// <summary>The part per <see cref="Scale"/> felts.</summary>
    public ref readonly VmResources PerFelt => ref perFelt;

    /// <summary>The divisor of the length dependent part, at least 1.</summary>
    public long Scale => scale;

    /// <summary>The resources of <paramref name="calls"/> calls with together <paramref name="felts"/> felts.</summary>
    public VmResources Of(long calls, long felts)
    {
        VmResources total = default;
        total.Add(constant, calls);
        if (felts > 0)
        {
            VmResources linear = default;
            linear.Add(perFelt, felts);
            total.Add(linear.DivideCeiling(scale), 1);
        }

        return total;
    }
}
