using System;

namespace Kraken.Starknet.Chain;

/// <summary>What a simulation leaves out.</summary>
[Flags]
public enum SimulationFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The account does not validate.</summary>
    SkipValidate = 1,

    /// <summary>No fee is charged, and the balance is not checked.</summary>
    SkipFeeCharge = 2,
}
