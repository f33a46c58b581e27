using System.Text.Json.Serialization;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>What was signed, in the order of a round.</summary>
internal enum SignedStepKind
{
    Proposal,
    Prevote,
    Precommit,
}

/// <summary>The last step a validator signed and the content it signed.</summary>
internal sealed record SignedStep(ulong Height, int Round, SignedStepKind Kind, string Content);

[JsonSerializable(typeof(SignedStep))]
internal sealed partial class SignedStepJson : JsonSerializerContext;
