using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata;

/// <summary>Depth-first orders of statements, children first, without recursion.</summary>
internal static class TopologicalOrder
{
    /// <summary>The order of all statements such that children come before their parents where there is no cycle.</summary>
    /// <param name="count">The number of statements.</param>
    /// <param name="refuseCycles">Whether a cycle is an error.</param>
    /// <param name="addChildren">Adds the children of a statement to a list.</param>
    public static int[] ChildrenFirst(int count, bool refuseCycles, Action<int, List<int>> addChildren)
    {
        int[] order = new int[count];
        int done = 0;
        byte[] state = new byte[count];
        Stack<int> pending = new();
        List<int> children = [];
        for (int root = 0; root < count; root++)
        {
            pending.Push(root);
            while (pending.TryPop(out int index))
            {
                if (state[index] == 1)
                {
                    state[index] = 2;
                    order[done++] = index;
                }
                else if (state[index] == 0)
                {
                    state[index] = 1;
                    pending.Push(index);
                    children.Clear();
                    addChildren(index, children);
                    PushNew(children, state, pending, refuseCycles);
                }
            }
        }

        return order;
    }

    private static void PushNew(List<int> children, byte[] state, Stack<int> pending, bool refuseCycles)
    {
        foreach (int child in children)
        {
            if (state[child] == 0)
            {
                pending.Push(child);
            }
            else if (state[child] == 1 && refuseCycles)
            {
                throw new SierraException(SierraErrorKind.GasMetadata, "a cycle without withdrawal of gas", child);
            }
        }
    }
}
