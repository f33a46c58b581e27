using System;
using Kraken.Fields;

namespace Kraken.Air;

/// <summary>
/// A value of the recording: a node of the component's graph, or a literal that has not met a graph yet. The arithmetic operators are those
/// of M31; the bitwise ones and the methods are deduction operations on 32-bit words and may not occur in a constraint or a lookup.
/// </summary>
public readonly struct Expr : IEquatable<Expr>
{
    internal readonly AirGraph? Graph;
    internal readonly int Value;

    internal Expr(AirGraph? graph, int value)
    {
        Graph = graph;
        Value = value;
    }

    /// <summary>The node's index; only for expressions that belong to a graph.</summary>
    /// <exception cref="InvalidOperationException">The expression is a free literal.</exception>
    public int Node => Graph is null ? throw new InvalidOperationException("a free literal has no node") : Value;

    /// <summary>A literal field element, reduced.</summary>
    public static implicit operator Expr(int value) => new(null, (int)M31.FromInt64(value).Value);

    /// <summary>A literal field element.</summary>
    public static implicit operator Expr(M31 value) => new(null, (int)value.Value);

    /// <summary>A literal 32-bit word, not reduced; for deduction operations.</summary>
    public static Expr Word(uint value) => new(null, (int)value);

    /// <summary>Field addition.</summary>
    public static Expr operator +(Expr left, Expr right) => AirGraph.Binary(AirOp.Add, left, right);

    /// <summary>Field subtraction.</summary>
    public static Expr operator -(Expr left, Expr right) => AirGraph.Binary(AirOp.Subtract, left, right);

    /// <summary>Field multiplication.</summary>
    public static Expr operator *(Expr left, Expr right) => AirGraph.Binary(AirOp.Multiply, left, right);

    /// <summary>Field negation.</summary>
    public static Expr operator -(Expr value) =>
        value.Graph is null ? (-M31.FromCanonical((uint)value.Value)) : value.Graph.Intern(AirOp.Negate, value.Value);

    /// <summary>Bitwise and of words.</summary>
    public static Expr operator &(Expr left, Expr right) => AirGraph.Binary(AirOp.And, left, right);

    /// <summary>Bitwise or of words.</summary>
    public static Expr operator |(Expr left, Expr right) => AirGraph.Binary(AirOp.Or, left, right);

    /// <summary>Bitwise exclusive or of words.</summary>
    public static Expr operator ^(Expr left, Expr right) => AirGraph.Binary(AirOp.Xor, left, right);

    /// <summary>Shift left by 0..31, high bits dropped.</summary>
    public static Expr operator <<(Expr value, int amount) => AirGraph.Shift(AirOp.ShiftLeft, value, amount);

    /// <summary>Logical shift right by 0..31.</summary>
    public static Expr operator >>(Expr value, int amount) => AirGraph.Shift(AirOp.ShiftRight, value, amount);

    /// <summary>Equality of nodes.</summary>
    public static bool operator ==(Expr left, Expr right) => left.Equals(right);

    /// <summary>Inequality of nodes.</summary>
    public static bool operator !=(Expr left, Expr right) => !left.Equals(right);

    /// <summary>Addition modulo 2^32.</summary>
    public Expr PlusWord(Expr other) => AirGraph.Binary(AirOp.WrappingAdd, this, other);

    /// <summary>Subtraction modulo 2^32.</summary>
    public Expr MinusWord(Expr other) => AirGraph.Binary(AirOp.WrappingSubtract, this, other);

    /// <summary>Multiplication modulo 2^32.</summary>
    public Expr TimesWord(Expr other) => AirGraph.Binary(AirOp.WrappingMultiply, this, other);

    /// <summary>Rotation of the word to the right by 1..31.</summary>
    public Expr RotateRight(int amount) => (this >> amount) | (this << (32 - amount));

    /// <summary>1 where the words are equal, else 0.</summary>
    public Expr IsEqualTo(Expr other) => AirGraph.Binary(AirOp.Equal, this, other);

    /// <summary>1 where this word is below the other, unsigned, else 0.</summary>
    public Expr IsBelow(Expr other) => AirGraph.Binary(AirOp.Less, this, other);

    /// <summary>The field inverse, with 0 for 0.</summary>
    public Expr InverseOrZero() => AirGraph.Owner(this, this).Unary(AirOp.Inverse, this);

    /// <inheritdoc/>
    public bool Equals(Expr other) => ReferenceEquals(Graph, other.Graph) && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Expr other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;
}
