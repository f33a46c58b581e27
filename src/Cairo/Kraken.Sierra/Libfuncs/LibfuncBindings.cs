using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>The generic arguments of a table row, bound to its letters. T and U stand for types, V for a value.</summary>
internal readonly struct LibfuncBindings(string letters, IReadOnlyList<GenericArg> args)
{
    public GenericArg this[char letter] => args[letters.IndexOf(letter, StringComparison.Ordinal)];
}

/// <summary>
/// What a table row asks of one generic argument: letter, then :1 (one cell), !s !d !c (storable, droppable, copyable) or [range].
/// </summary>
internal sealed class GenericParameter
{
    private readonly bool singleCell;
    private readonly char flag;
    private readonly IntegerRange? range;
    private readonly bool nonZero;

    public GenericParameter(string text)
    {
        Letter = text[0];
        singleCell = text.EndsWith(":1", StringComparison.Ordinal);
        flag = text.Length == 3 && text[1] == '!' ? text[2] : '\0';
        if (text.Length > 2 && text[1] == '[')
        {
            string bound = text[2..^1];
            nonZero = bound == "nz";
            range = bound switch
            {
                "nz" => null,
                "base" => new IntegerRange(BigInteger.Zero, (BigInteger.One << 251) - 256),
                "251" => new IntegerRange(BigInteger.Zero, BigInteger.One << 251),
                _ => IntegerRange.Of(bound, []),
            };
        }
    }

    public char Letter { get; }

    /// <summary>Whether the row is meant for this argument at all.</summary>
    public bool Selects(GenericArg arg, TypeRegistry types) =>
        arg.Kind == (Letter == 'V' ? GenericArgKind.Value : GenericArgKind.Type) && (!singleCell || types.SizeOf(arg.Index) == 1);

    /// <summary>Whether the argument fulfils the row's condition.</summary>
    public bool Allows(GenericArg arg, TypeRegistry types)
    {
        if (Letter == 'V')
        {
            // A value stands for an element of the field: a multiple of the prime is zero too.
            return (range is not { } r || r.Contains(arg.Value)) && !(nonZero && (arg.Value % Felt.Modulus).IsZero);
        }

        TypeFlags flags = types[arg.Index].Flags;
        return flag switch
        {
            's' => flags.Storable,
            'd' => flags.Droppable,
            'c' => flags.Duplicatable,
            _ => true,
        };
    }
}
