using System;

namespace Kraken.Casm.Hints;

/// <summary>How one hint maps to JSON: its name, its fields' names in order, and both directions between fields and record.</summary>
internal sealed record HintShape(Type Type, string Name, string[] Fields, Func<HintFieldReader, Hint> Read, Func<Hint, object[]> Write)
{
    /// <summary>A shape; <paramref name="fields"/> holds the names separated by spaces in the order of the record's parameters.</summary>
    public static HintShape Of<T>(string fields, Func<HintFieldReader, T> read, Func<T, object[]> write)
        where T : Hint =>
        new(typeof(T), typeof(T).Name, fields.Length == 0 ? [] : fields.Split(' '), reader => read(reader), hint => write((T)hint));
}
