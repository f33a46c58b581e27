namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>One member access.</summary>
/// <param name="ThroughPointer">What has the member is a pointer to the structure, else the structure itself.</param>
/// <param name="Offset">The member's first cell.</param>
internal readonly record struct MemberStep(bool ThroughPointer, int Offset);
