namespace Kraken.Air.Tapes;

/// <summary>One scheduled step: an operation that gives a node, a hint call, or a root; its operands lie in the schedule's pool.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Node">The node computed, or -1.</param>
/// <param name="Index">The root's or call's index, or the amount of a shift.</param>
/// <param name="First">The place of the first operand.</param>
/// <param name="Count">The number of operands.</param>
internal readonly record struct TapeStep(AirOp Op, int Node, int Index, int First, int Count);
