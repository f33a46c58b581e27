using System;
using System.Numerics;

namespace Kraken.Sierra;

/// <summary>The kind of a generic argument; the numbers are those of the felt form (5 stands for a negative value there).</summary>
public enum GenericArgKind
{
    /// <summary>A user type: an opaque identity.</summary>
    UserType = 0,

    /// <summary>A declared type.</summary>
    Type = 1,

    /// <summary>An integer.</summary>
    Value = 2,

    /// <summary>A function of the program.</summary>
    UserFunc = 3,

    /// <summary>A declared library function.</summary>
    Libfunc = 4,
}

/// <summary>A generic argument of a type or library function.</summary>
public readonly struct GenericArg : IEquatable<GenericArg>
{
    private GenericArg(GenericArgKind kind, int index, BigInteger value, string? name)
    {
        Kind = kind;
        Index = index;
        Value = value;
        Name = name;
    }

    /// <summary>What the argument refers to.</summary>
    public GenericArgKind Kind { get; }

    /// <summary>The index of the declaration for a type, function or library function; 0 otherwise.</summary>
    public int Index { get; }

    /// <summary>The integer of a value, or the identity of a user type.</summary>
    public BigInteger Value { get; }

    /// <summary>The source name of a user type where the text form gave it; no part of the identity.</summary>
    public string? Name { get; }

    /// <summary>A user type by its identity, optionally with its name.</summary>
    public static GenericArg UserType(BigInteger id, string? name = null) => new(GenericArgKind.UserType, 0, id, name);

    /// <summary>A declared type.</summary>
    public static GenericArg Type(int index) => new(GenericArgKind.Type, index, default, null);

    /// <summary>An argument that is a number of any size and sign.</summary>
    public static GenericArg Integer(BigInteger value) => new(GenericArgKind.Value, 0, value, null);

    /// <summary>A function of the program.</summary>
    public static GenericArg UserFunc(int index) => new(GenericArgKind.UserFunc, index, default, null);

    /// <summary>A declared library function.</summary>
    public static GenericArg Libfunc(int index) => new(GenericArgKind.Libfunc, index, default, null);

    /// <inheritdoc/>
    public bool Equals(GenericArg other) => Kind == other.Kind && Index == other.Index && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GenericArg other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Index, Value);

    /// <summary>Equality of kind and value.</summary>
    public static bool operator ==(GenericArg left, GenericArg right) => left.Equals(right);

    /// <summary>Inequality of kind or value.</summary>
    public static bool operator !=(GenericArg left, GenericArg right) => !left.Equals(right);
}
