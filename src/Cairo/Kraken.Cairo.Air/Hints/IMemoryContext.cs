using System;
using Kraken.Air;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The relocated memory, as hints read it.</summary>
public interface IMemoryContext : IWitnessContext
{
    /// <summary>The id of the value at an address (big ids have bit 30 set).</summary>
    /// <param name="address">Any word; 0 is answered for an address outside the memory.</param>
    uint IdOf(uint address);

    /// <summary>Writes the 28 nine-bit limbs, least significant first, of the value with an id.</summary>
    /// <param name="id">A value's id; an unknown one gives zeros.</param>
    /// <param name="limbs">28 words.</param>
    void LimbsOf(uint id, Span<uint> limbs);
}
