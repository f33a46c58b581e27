using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>The bytes of blocks of the current height that were found valid or built here, first come by value.</summary>
internal sealed class HeldBlocks(EngineLimits limits)
{
    private readonly List<(ValueId Value, ReadOnlyMemory<byte> Bytes)> blocks = [];

    public long Bytes => blocks.Sum(block => (long)block.Bytes.Length);

    public IReadOnlyCollection<ValueId> Values => [.. blocks.Select(block => block.Value)];

    public ReadOnlyMemory<byte>? Find(ValueId value)
    {
        // Not a conditional expression: a null in it would become an empty memory.
        int index = blocks.FindIndex(block => block.Value == value);
        if (index < 0)
        {
            return null;
        }

        return blocks[index].Bytes;
    }

    /// <summary>Holds a block; when there are too many, the oldest that nobody needs goes.</summary>
    public void Hold(ValueId value, ReadOnlyMemory<byte> bytes, Func<ValueId, bool> isNeeded)
    {
        if (Find(value) is not null)
        {
            return;
        }

        blocks.Add((value, bytes));
        while (blocks.Count > limits.HeldBlocks)
        {
            int idle = blocks.FindIndex(block => block.Value != value && !isNeeded(block.Value));
            blocks.RemoveAt(idle < 0 ? 0 : idle);
        }
    }

    public void Clear() => blocks.Clear();
}
