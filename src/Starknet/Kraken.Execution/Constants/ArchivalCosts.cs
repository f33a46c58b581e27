namespace Kraken.Execution.Constants;

/// <summary>L2 gas of data that archive nodes keep.</summary>
/// <param name="PerDataFelt">Per felt of calldata, signature, proof facts and event data.</param>
/// <param name="EventKeyFactor">How many data felts an event key weighs.</param>
/// <param name="PerCodeByte">Per byte of a declared class.</param>
/// <param name="PerProof">Per client-side proof.</param>
public sealed record ArchivalCosts(
    ResourceRatio PerDataFelt,
    ResourceRatio EventKeyFactor,
    ResourceRatio PerCodeByte,
    ResourceRatio PerProof);
