using System;
using System.Collections.Generic;
using System.Numerics;

namespace Kraken.Consensus.Simulation.Clock;

/// <summary>
/// SplitMix64 [SPLITMIX]. Each purpose draws from a stream of its own, named by a text, so that a fault that draws more
/// numbers leaves the others' as they were.
/// </summary>
internal sealed class SeededRandom
{
    private ulong state;

    public SeededRandom(ulong seed, string stream)
    {
        // FNV-1a of the name, mixed into the seed.
        ulong name = 0xcbf29ce484222325;
        foreach (char letter in stream)
        {
            name = (name ^ letter) * 0x100000001b3;
        }

        state = seed * 0x9e3779b97f4a7c15;
        state = Next() ^ name;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        state += 0x9e3779b97f4a7c15;
        ulong mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number of 0 to below the limit.</summary>
    public int Below(int limit) => (int)((UInt128)Next() * (ulong)limit >> 64);

    /// <summary>A number of low to high, both included.</summary>
    public long Between(long low, long high) => low + (long)((UInt128)Next() * (ulong)(high - low + 1) >> 64);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A random subset: each element with probability one half.</summary>
    public uint Subset(int count) => (uint)Next() & ((1u << count) - 1);

    /// <summary>The next bytes of the sequence.</summary>
    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    /// <summary>How many of a subset.</summary>
    public static int Count(uint subset) => BitOperations.PopCount(subset);
}
