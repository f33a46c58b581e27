using System;

namespace Kraken.Starknet.Chain;

/// <summary>
/// A call, simulation or trace was given up, because it wants more time, gas or memory than the node spends on one request.
/// </summary>
public sealed class BudgetExceededException : Exception
{
    /// <summary>A request that wanted too much.</summary>
    /// <param name="message">What it wanted too much of, and how much there is.</param>
    public BudgetExceededException(string message)
        : base(message)
    {
    }

    /// <summary>A request that wanted too much.</summary>
    /// <param name="message">What it wanted too much of, and how much there is.</param>
    /// <param name="inner">What stopped it.</param>
    public BudgetExceededException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
