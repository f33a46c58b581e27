using System;

namespace Kraken.Stark.Prover.Tests;

/// <summary>A test that compares a kernel with its twin.</summary>
/// <param name="Type">The class of tests.</param>
/// <param name="Method">The test in it.</param>
internal sealed record Law(Type Type, string Method);
