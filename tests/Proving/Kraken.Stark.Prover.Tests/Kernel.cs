using System;
using System.Collections.Generic;

namespace Kraken.Stark.Prover.Tests;

/// <summary>One kernel.</summary>
/// <param name="Type">The type in the namespace of kernels.</param>
/// <param name="Twins">What computes the same one value at a time.</param>
/// <param name="Laws">The tests that compare them.</param>
internal sealed record Kernel(Type Type, IReadOnlyList<Twin> Twins, IReadOnlyList<Law> Laws);
