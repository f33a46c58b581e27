using System;
using System.Runtime.Intrinsics.X86;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// How long tests wait for proofs and for processes that prove. Without AVX2 the kernels are the scalar oracle and no code is compiled
/// ahead: no promise of time is made of that.
/// </summary>
internal static class Waiting
{
    private const int ScalarFactor = 8;

    public static TimeSpan Minutes(int withVectors) => TimeSpan.FromMinutes(Avx2.IsSupported ? withVectors : ScalarFactor * withVectors);
}
