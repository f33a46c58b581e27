using System.Linq;
using Kraken.Fields;

namespace Kraken.Bench.Kernels;

/// <summary>What the kernels begin with; each operation takes the result of the one before.</summary>
internal static class KernelInputs
{
    /// <summary>How many operations kernels of many do at once.</summary>
    internal const int Many = 64;

    /// <summary>A felt.</summary>
    internal static readonly Felt First = Felt.Parse("0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca");

    /// <summary>Another felt.</summary>
    internal static readonly Felt Second = Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");

    /// <summary>Different felts.</summary>
    internal static Felt[] Felts(int count) => [.. Enumerable.Range(1, count).Select(i => First * i)];
}
