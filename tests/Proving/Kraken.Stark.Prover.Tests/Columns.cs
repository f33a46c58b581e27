using System;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Columns of random elements, the same for the same seed.</summary>
internal static class Columns
{
    public static ColumnBlock Random(BufferPool pool, int logSize, int count, int seed)
    {
        Random random = new(seed);
        ColumnBlock block = new(pool, logSize, count);
        for (int column = 0; column < count; column++)
        {
            foreach (ref uint value in block.Rows(column))
            {
                value = random.Next(8) switch
                {
                    0 => 0,
                    1 => M31.Modulus - 1,
                    _ => (uint)random.Next(0, (int)M31.Modulus),
                };
            }
        }

        return block;
    }

    public static ColumnReference[] Of(params ColumnBlock[] blocks)
    {
        System.Collections.Generic.List<ColumnReference> columns = [];
        foreach (ColumnBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                columns.Add(new(block, i));
            }
        }

        return [.. columns];
    }

    public static QM31 Secure(ColumnBlock block, int row) => block.Secure(row);
}
