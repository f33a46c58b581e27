using System.Runtime.Intrinsics;

namespace Kraken.Fields.Packed;

/// <summary>What a step of <see cref="FeltLanes.Map{TStep}"/> does with one limb of all lanes: lanes moved, sums, small factors.</summary>
internal interface ILimbStep
{
    /// <summary>The limb of the result, from that limb of three operands.</summary>
    static abstract Vector512<long> Invoke(Vector512<long> a, Vector512<long> b, Vector512<long> c);
}
