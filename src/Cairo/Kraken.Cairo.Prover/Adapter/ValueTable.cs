using System;
using System.Collections.Generic;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Adapter;

/// <summary>Numbers the memory's values by first occurrence: small ones (below 2^72) and big ones apart.</summary>
internal sealed class ValueTable
{
    private const int SmallCapacity = 1 << 24;
    private readonly Dictionary<UInt128, uint> _smallIds = [];
    private readonly Dictionary<Felt, uint> _bigIds = [];
    private readonly List<UInt128> _small = [];
    private readonly List<Felt> _big = [];

    /// <summary>The id of a value.</summary>
    public uint IdOf(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        if ((l2 | l3) != 0 || l1 >= 1 << 8)
        {
            return BigId(value);
        }

        UInt128 small = new(l1, l0);
        if (_smallIds.TryGetValue(small, out uint id))
        {
            return id;
        }

        if (_small.Count >= SmallCapacity)
        {
            return BigId(value);
        }

        id = (uint)_small.Count;
        _smallIds.Add(small, id);
        _small.Add(small);
        return id;
    }

    /// <summary>The memory with these values.</summary>
    /// <param name="ids">Ids by address.</param>
    public ProverMemory Build(uint[] ids) => new(ids, [.. _small], [.. _big]);

    private uint BigId(Felt value)
    {
        if (!_bigIds.TryGetValue(value, out uint id))
        {
            id = ProverMemory.FirstBigId + (uint)_big.Count;
            _bigIds.Add(value, id);
            _big.Add(value);
        }

        return id;
    }
}
