using System;
using System.Linq;

namespace Kraken.Cairo0.Syntax;

/// <summary>A name of several parts, as <c>module.function.label</c>; the empty name stands for the root.</summary>
internal readonly record struct ScopedName : IComparable<ScopedName>
{
    public static readonly ScopedName Root;
    public static readonly ScopedName Main = Parse("__main__");

    private readonly string? text;

    private ScopedName(string text) => this.text = text;

    /// <summary>The parts joined by dots.</summary>
    public string Text => text ?? "";

    public bool IsRoot => Text.Length == 0;

    public string[] Path => IsRoot ? [] : Text.Split('.');

    public int Length => IsRoot ? 0 : Text.Count(c => c == '.') + 1;

    /// <summary>All but the last part; the root has none.</summary>
    public ScopedName Parent => new(Text.LastIndexOf('.') is var dot and >= 0 ? Text[..dot] : "");

    public string Last => Text[(Text.LastIndexOf('.') + 1)..];

    public string First => Text.IndexOf('.') is var dot and >= 0 ? Text[..dot] : Text;

    public static ScopedName operator +(ScopedName scope, ScopedName name) =>
        scope.IsRoot ? name : name.IsRoot ? scope : new ScopedName(scope.Text + "." + name.Text);

    public static ScopedName operator +(ScopedName scope, string name) => scope + Parse(name);

    public static ScopedName Parse(string text) => new(text);

    /// <summary>Whether the first parts are those of <paramref name="scope"/>; a name starts with itself.</summary>
    public bool StartsWith(ScopedName scope) =>
        scope.IsRoot || Text == scope.Text || (Text.Length > scope.Text.Length
            && Text[scope.Text.Length] == '.' && Text.StartsWith(scope.Text, StringComparison.Ordinal));

    /// <summary>The parts from <paramref name="start"/> on.</summary>
    public ScopedName From(int start) => new(string.Join('.', Path[start..]));

    public int CompareTo(ScopedName other) => string.CompareOrdinal(Text, other.Text);

    public bool Equals(ScopedName other) => Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
