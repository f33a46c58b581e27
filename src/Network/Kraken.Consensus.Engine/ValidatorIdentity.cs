using Kraken.Consensus.Engine.Keys;

namespace Kraken.Consensus.Engine;

/// <summary>Who a validator is, with whom and how it decides.</summary>
/// <param name="Self">This validator.</param>
/// <param name="Committee">The validators and their weights.</param>
/// <param name="Keys">Their public keys.</param>
/// <param name="Signer">Signs for this validator.</param>
/// <param name="Selection">Who proposes.</param>
public sealed record ValidatorIdentity(ValidatorId Self, Committee Committee, CommitteeKeys Keys, SignerGuard Signer, IProposerSelection Selection);
