using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Engine;

/// <summary>The outside of a validator that its engine uses.</summary>
/// <param name="Application">The chain.</param>
/// <param name="Network">The way to the other validators.</param>
/// <param name="Storage">Where log and guard are kept; nothing else may write there.</param>
/// <param name="Signer">Makes this validator's signatures.</param>
/// <param name="Verifier">Checks the committee's.</param>
public sealed record EngineServices(
    IConsensusApplication Application, IConsensusNetwork Network, IDurableStorage Storage, ISigner Signer, ISignatureVerifier Verifier);
