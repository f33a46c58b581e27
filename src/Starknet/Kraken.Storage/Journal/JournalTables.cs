using System;
using System.Collections.Generic;

namespace Kraken.Storage.Journal;

/// <summary>Which tables a journal serves. A table is the first byte of a key.</summary>
public sealed class JournalTables
{
    private readonly bool[] scattered = new bool[byte.MaxValue + 1];

    /// <param name="own">The table in which the journal keeps its rows; its users do not see it.</param>
    /// <param name="scattered">The tables whose records a batch writes at places that are far from each other.</param>
    /// <exception cref="ArgumentException">The journal would serve its own rows.</exception>
    public JournalTables(byte own, ReadOnlySpan<byte> scattered)
    {
        Own = own;
        foreach (byte table in scattered)
        {
            this.scattered[table] = table != own ? true : throw new ArgumentException("the journal's own table", nameof(scattered));
        }
    }

    private JournalTables(byte own, bool[] scattered)
    {
        Own = own;
        this.scattered = scattered;
    }

    internal byte Own { get; }

    /// <summary>These and others that are scattered too.</summary>
    /// <exception cref="StoreException">The journal would serve its own rows.</exception>
    internal JournalTables And(IEnumerable<byte> others)
    {
        bool[] all = [.. scattered];
        foreach (byte table in others)
        {
            all[table] = table != Own ? true : throw new StoreException("the journal: expected records of other tables, got its own");
        }

        return new(Own, all);
    }

    internal bool IsOwn(ReadOnlySpan<byte> key) => !key.IsEmpty && key[0] == Own;

    internal bool AreScattered(ReadOnlySpan<byte> key) => !key.IsEmpty && scattered[key[0]];
}
