using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>
/// The storage of the contract whose call is run: values from outside, with the call's own writes on top. Notes the first value read
/// from outside of every cell, by which the same run can be repeated without the chain.
/// </summary>
/// <param name="read">The value of a cell before the call.</param>
public sealed class ContractStorage(Func<Felt, Felt> read)
{
    private readonly Dictionary<Felt, Felt> written = [];
    private readonly SortedDictionary<Felt, Felt> initial = [];

    /// <summary>The cells that were read from outside, each with its value before the call.</summary>
    public IReadOnlyDictionary<Felt, Felt> InitialReads => initial;

    /// <summary>The cells written, each with its last value.</summary>
    public IReadOnlyDictionary<Felt, Felt> Written => written;

    /// <summary>A storage of recorded cells.</summary>
    /// <exception cref="HintException">When run: a cell is read that was not recorded.</exception>
    public static ContractStorage Recorded(IReadOnlyDictionary<Felt, Felt> cells) =>
        new(key => cells.TryGetValue(key, out Felt value)
            ? value
            : throw new HintException("storage", $"storage cell {key} was not recorded"));

    /// <summary>Reads a cell.</summary>
    public Felt Read(in Felt key)
    {
        if (written.TryGetValue(key, out Felt value))
        {
            return value;
        }

        if (!initial.TryGetValue(key, out value))
        {
            value = read(key);
            initial.Add(key, value);
        }

        return value;
    }

    /// <summary>Writes a cell.</summary>
    public void Write(in Felt key, in Felt value) => written[key] = value;
}
