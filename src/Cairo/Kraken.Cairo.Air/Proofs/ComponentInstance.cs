namespace Kraken.Cairo.Air.Proofs;

/// <summary>One enabled component of a claim; memory_id_to_big appears once per part.</summary>
/// <param name="Component">The place in <see cref="ClaimLayout.Components"/>.</param>
/// <param name="LogSize">log2 of its rows.</param>
/// <param name="Part">The part of memory_id_to_big, counted from 0; 0 for all others.</param>
public readonly record struct ComponentInstance(int Component, int LogSize, int Part)
{
    /// <summary>The layout entry.</summary>
    public ClaimComponent Layout => ClaimLayout.Components[Component];
}
