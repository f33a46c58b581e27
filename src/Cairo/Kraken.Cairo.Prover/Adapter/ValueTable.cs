using System;
using System.Collections.Generic;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Adapter;

/// <summary>Numbers the memory's values by first occurrence: small ones (below 2^72) and big ones apart.</summary>
internal sealed class ValueTable
{
    private const int SmallCapacity = 1 << 24;
    private readonly Dictionary<UInt128, uint> smallIds = [];
    private readonly Dictionary<Felt, uint> bigIds = [];
    private readonly List<UInt128> small = [];
    private readonly List<Felt> big = [];

    /// <summary>The id of a value, a new one where it was not met before.</summary>
    public uint IdOf(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        if ((l2 | l3) != 0 || l1 >= 1 << 8)
        {
            return BigId(value);
        }

        UInt128 small = new(l1, l0);
        if (smallIds.TryGetValue(small, out uint id))
        {
            return id;
        }

        if (this.small.Count >= SmallCapacity)
        {
            return BigId(value);
        }

        id = (uint)this.small.Count;
        smallIds.Add(small, id);
        this.small.Add(small);
        return id;
    }

    /// <summary>The memory with these values.</summary>
    /// <param name="ids">Ids by address.</param>
    public ProverMemory Build(uint[] ids) => new(ids, [.. small], [.. big]);

    private uint BigId(Felt value)
    {
        if (!bigIds.TryGetValue(value, out uint id))
        {
            id = ComponentParameters.FirstBigId + (uint)big.Count;
            bigIds.Add(value, id);
            big.Add(value);
        }

        return id;
    }
}
