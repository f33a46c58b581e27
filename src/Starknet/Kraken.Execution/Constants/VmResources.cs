using System;

namespace Kraken.Execution.Constants;

/// <summary>What a run on the Cairo VM uses: steps, memory holes and builtin instances.</summary>
public struct VmResources
{
    /// <summary>How many instructions ran.</summary>
    public long Steps;

    /// <summary>Cells below a segment's size that no instruction touched.</summary>
    public long MemoryHoles;

    /// <summary>Builtin instances.</summary>
    public BuiltinCounts Builtins;

    /// <summary>The sum, counter by counter.</summary>
    public static VmResources operator +(in VmResources left, in VmResources right)
    {
        VmResources sum = left;
        sum.Add(right, 1);
        return sum;
    }

    /// <summary>Adds <paramref name="other"/> <paramref name="times"/> times.</summary>
    public void Add(in VmResources other, long times)
    {
        Steps += other.Steps * times;
        MemoryHoles += other.MemoryHoles * times;
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            Builtins[i] += other.Builtins[i] * times;
        }
    }

    /// <summary>Every counter divided and rounded up.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    public readonly VmResources DivideCeiling(long divisor)
    {
        VmResources result = default;
        result.Steps = (Steps + divisor - 1) / divisor;
        result.MemoryHoles = (MemoryHoles + divisor - 1) / divisor;
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            result.Builtins[i] = (Builtins[i] + divisor - 1) / divisor;
        }

        return result;
    }
}
