using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>A dictionary as its accesses have left it.</summary>
/// <param name="data">What stands at the keys that are known.</param>
/// <param name="initial">What stands at the others; null where there are none.</param>
/// <param name="start">Where its accesses begin.</param>
internal sealed class HintDictionary(
    Dictionary<MaybeRelocatable, MaybeRelocatable> data, Func<MaybeRelocatable, MaybeRelocatable>? initial, Relocatable start)
{
    public Dictionary<MaybeRelocatable, MaybeRelocatable> Data => data;

    /// <summary>Where its accesses end.</summary>
    public Relocatable Current { get; set; } = start;

    /// <summary>A key's value, which stays what it was when it was first asked for.</summary>
    public MaybeRelocatable Get(in MaybeRelocatable key)
    {
        if (!data.TryGetValue(key, out MaybeRelocatable value))
        {
            value = initial?.Invoke(key) ?? throw new HintException("NoValueForKey", $"No value found for key: {key}");
            data.Add(key, value);
        }

        return value;
    }
}
