namespace Kraken.Sierra.ToCasm.References;

/// <summary>The environment of a statement.</summary>
/// <param name="Tracking">What is known of ap.</param>
/// <param name="StackSize">The number of variables on the contiguous stack.</param>
/// <param name="Frame">The locals.</param>
/// <param name="Wallet">The gas left.</param>
internal sealed record Environment(ApTracking Tracking, int StackSize, FrameState Frame, GasWallet Wallet);

/// <summary>What holds before a statement, on whatever way it is reached.</summary>
/// <param name="Function">The function it belongs to.</param>
/// <param name="MayConverge">Whether several ways may lead here.</param>
internal sealed record StatementState(LiveVariables Variables, int Function, bool MayConverge, Environment Environment);
