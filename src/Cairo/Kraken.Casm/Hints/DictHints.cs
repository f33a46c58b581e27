using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Allocates a dictionary's segment and writes its start into the arena's infos.</summary>
public sealed record AllocFelt252Dict(ResOperand SegmentArenaPtr) : CoreHint;

/// <summary>Writes a key's value as the previous value of a new access.</summary>
public sealed record Felt252DictEntryInit(ResOperand DictPtr, ResOperand Key) : CoreHint;

/// <summary>Sets the value of the key of the access just ended.</summary>
public sealed record Felt252DictEntryUpdate(ResOperand DictPtr, ResOperand Value) : CoreHint;

/// <summary>Writes a dictionary's index in the arena.</summary>
public sealed record GetSegmentArenaIndex(ResOperand DictEndPtr, CellRef DictIndex) : CoreHint;

/// <summary>Collects each key's accesses before squashing.</summary>
public sealed record InitSquashData(
    ResOperand DictAccesses,
    ResOperand PtrDiff,
    ResOperand NAccesses,
    CellRef BigKeys,
    CellRef FirstKey) : CoreHint;

/// <summary>Writes the first access index of the current key.</summary>
public sealed record GetCurrentAccessIndex(ResOperand RangeCheckPtr) : CoreHint;

/// <summary>Writes whether the current key has no further access.</summary>
public sealed record ShouldSkipSquashLoop(CellRef ShouldSkipLoop) : CoreHint;

/// <summary>Moves to the current key's next access and writes the distance minus one.</summary>
public sealed record GetCurrentAccessDelta(CellRef IndexDeltaMinus1) : CoreHint;

/// <summary>Writes whether the current key has further accesses.</summary>
public sealed record ShouldContinueSquashLoop(CellRef ShouldContinue) : CoreHint;

/// <summary>Moves to the next key and writes it.</summary>
public sealed record GetNextDictKey(CellRef NextKey) : CoreHint;
