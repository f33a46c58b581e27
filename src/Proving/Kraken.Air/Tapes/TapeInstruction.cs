namespace Kraken.Air.Tapes;

/// <summary>
/// One step of straight-line code on registers. Destination, Left and Right are registers, except: Right of a shift is the amount;
/// Left of CallHint, Feed and Lookup is an index in the tape's list of that kind; Destination of Constrain is the constraint's index.
/// </summary>
/// <param name="Op">The operation.</param>
/// <param name="Destination">The register written.</param>
/// <param name="Left">First operand.</param>
/// <param name="Right">Second operand.</param>
public readonly record struct TapeInstruction(AirOp Op, int Destination, int Left, int Right);
