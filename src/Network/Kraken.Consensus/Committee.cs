using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus;

/// <summary>The validators of a height and their voting weights, sorted by address.</summary>
public sealed class Committee
{
    private readonly SortedDictionary<ValidatorId, ulong> weights;

    /// <summary>Builds a committee.</summary>
    /// <exception cref="ArgumentException">No validator, a validator twice, or a weight of 0.</exception>
    public Committee(IEnumerable<(ValidatorId Validator, ulong Weight)> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        weights = [];
        foreach ((ValidatorId validator, ulong weight) in members)
        {
            if (weight == 0 || !weights.TryAdd(validator, weight))
            {
                throw new ArgumentException(
                    $"validator {validator}: expected one entry of positive weight, got weight {weight}", nameof(members));
            }

            TotalWeight += weight;
        }

        if (weights.Count == 0)
        {
            throw new ArgumentException("a committee has at least one validator", nameof(members));
        }

        Validators = [.. weights.Keys];
    }

    /// <summary>The validators in ascending order.</summary>
    public IReadOnlyList<ValidatorId> Validators { get; }

    /// <summary>The sum of the weights.</summary>
    public UInt128 TotalWeight { get; }

    /// <summary>A validator's weight; 0 for a stranger.</summary>
    public ulong Weight(ValidatorId validator) => weights.GetValueOrDefault(validator);

    /// <summary>True when the weight is more than two thirds of the total.</summary>
    public bool IsQuorum(UInt128 weight) => 3 * weight > 2 * TotalWeight;

    /// <summary>True when the weight is more than one third: at least one honest validator is in it.</summary>
    public bool HasHonest(UInt128 weight) => 3 * weight > TotalWeight;

    /// <summary>The sum of the weights of distinct validators.</summary>
    public UInt128 SumOfWeights(IEnumerable<ValidatorId> validators) =>
        validators.Distinct().Aggregate((UInt128)0, (sum, validator) => sum + Weight(validator));
}
