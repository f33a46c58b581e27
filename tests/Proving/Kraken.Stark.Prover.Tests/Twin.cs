using System;

namespace Kraken.Stark.Prover.Tests;

/// <summary>What a kernel is compared with.</summary>
/// <param name="Type">The scalar type.</param>
/// <param name="Member">Its method, where one of them is meant.</param>
internal sealed record Twin(Type Type, string? Member);
