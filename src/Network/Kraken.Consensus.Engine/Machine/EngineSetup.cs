namespace Kraken.Consensus.Engine.Machine;

/// <summary>What a machine is made for.</summary>
/// <param name="Self">This validator.</param>
/// <param name="Committee">The validators and their weights.</param>
/// <param name="Algorithm">How they decide.</param>
/// <param name="Domain">What signatures are bound to.</param>
/// <param name="Limits">What it keeps at most.</param>
public sealed record EngineSetup(
    ValidatorId Self,
    Committee Committee,
    IConsensusAlgorithm Algorithm,
    SigningDomain Domain,
    EngineLimits Limits);
