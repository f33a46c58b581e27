namespace Kraken.Cairo0.Flow;

/// <summary>What is known at one reachable place: where ap is and which references hold.</summary>
/// <param name="Ap">The position of ap.</param>
internal sealed record FlowState(ApTracking Ap, ReferenceBindings References);
