using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Fails unless the current key's accesses are used up.</summary>
public sealed record AssertCurrentAccessIndicesIsEmpty : DeprecatedHint;

/// <summary>Fails unless as many accesses were used as the current key has.</summary>
public sealed record AssertAllAccessesUsed(CellRef NUsedAccesses) : DeprecatedHint;

/// <summary>Fails unless all keys were squashed.</summary>
public sealed record AssertAllKeysUsed : DeprecatedHint;

/// <summary>Fails unless the arc [b, P-1] was excluded.</summary>
public sealed record AssertLeAssertThirdArcExcluded : DeprecatedHint;

/// <summary>Fails unless A is below B.</summary>
public sealed record AssertLtAssertValidInput(ResOperand A, ResOperand B) : DeprecatedHint;

/// <summary>Writes the value of a key.</summary>
public sealed record Felt252DictRead(ResOperand DictPtr, ResOperand Key, CellRef ValueDst) : DeprecatedHint;

/// <summary>Sets the value of a key and writes the previous one into the access.</summary>
public sealed record Felt252DictWrite(ResOperand DictPtr, ResOperand Key, ResOperand Value) : DeprecatedHint;
