using System;

namespace Kraken.State.Commitment;

/// <summary>What was said of a state is not proven, or is not what is proven.</summary>
/// <param name="where">Which proof, leaf or value.</param>
/// <param name="expected">What had to be there.</param>
/// <param name="got">What was there.</param>
public sealed class StateProofException(string where, string expected, string got) : Exception($"{where}: expected {expected}, got {got}")
{
    /// <summary>Which proof, leaf or value.</summary>
    public string Where => where;

    /// <summary>What had to be there.</summary>
    public string Expected => expected;

    /// <summary>What was there.</summary>
    public string Got => got;
}
