using System;
using System.Collections.Immutable;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Casm.Builtins;

namespace Kraken.Bench;

/// <summary>Steps, instances of builtins, and of hashes those with inputs that none before had.</summary>
internal readonly record struct Counts
{
    internal static readonly ImmutableArray<BuiltinName> Names =
        [BuiltinName.Pedersen, BuiltinName.Poseidon, BuiltinName.RangeCheck, BuiltinName.EcOp, BuiltinName.Bitwise];

    internal long Steps { get; init; }

    internal long Pedersen { get; init; }

    internal long NewPedersen { get; init; }

    internal long Poseidon { get; init; }

    internal long NewPoseidon { get; init; }

    internal long RangeChecks { get; init; }

    internal long EcOps { get; init; }

    internal long Bitwise { get; init; }

    public static Counts operator +(in Counts a, in Counts b) => Combine(a, b, 1);

    public static Counts operator -(in Counts a, in Counts b) => Combine(a, b, -1);

    internal Counts With(BuiltinName builtin, bool isNew) => builtin switch
    {
        BuiltinName.Pedersen => this with { Pedersen = Pedersen + 1, NewPedersen = NewPedersen + (isNew ? 1 : 0) },
        BuiltinName.Poseidon => this with { Poseidon = Poseidon + 1, NewPoseidon = NewPoseidon + (isNew ? 1 : 0) },
        BuiltinName.RangeCheck => this with { RangeChecks = RangeChecks + 1 },
        BuiltinName.EcOp => this with { EcOps = EcOps + 1 },
        BuiltinName.Bitwise => this with { Bitwise = Bitwise + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(builtin)),
    };

    private static Counts Combine(in Counts a, in Counts b, int sign) => new()
    {
        Steps = a.Steps + (sign * b.Steps),
        Pedersen = a.Pedersen + (sign * b.Pedersen),
        NewPedersen = a.NewPedersen + (sign * b.NewPedersen),
        Poseidon = a.Poseidon + (sign * b.Poseidon),
        NewPoseidon = a.NewPoseidon + (sign * b.NewPoseidon),
        RangeChecks = a.RangeChecks + (sign * b.RangeChecks),
        EcOps = a.EcOps + (sign * b.EcOps),
        Bitwise = a.Bitwise + (sign * b.Bitwise),
    };
}
