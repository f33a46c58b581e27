using System;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.StarknetOs.Output;

/// <summary>Reads an output felt by felt; after the first error everything reads as zero.</summary>
internal ref struct OsOutputReader(ReadOnlySpan<Felt> output)
{
    private readonly ReadOnlySpan<Felt> output = output;
    private int position;

    /// <summary>The first thing that is wrong; null as long as nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Where the next felt stands.</summary>
    public readonly int Position => position;

    public Felt Next(string field)
    {
        if (Error is null && position == output.Length)
        {
            Error = $"{field}: expected a felt at {position}, got the end";
        }

        return Error is null ? output[position++] : Felt.Zero;
    }

    public ulong Number(string field)
    {
        Felt felt = Next(field);
        if (!felt.TryToUInt64(out ulong number))
        {
            Refuse(field, "a number below 2^64", felt);
        }

        return number;
    }

    public void Exactly(string field, Felt expected)
    {
        Felt felt = Next(field);
        if (Error is null && felt != expected)
        {
            Refuse(field, expected.ToString(), felt);
        }
    }

    /// <summary>A count of things that take some felts each, as many as there can be behind it.</summary>
    public int Count(string field, int size = 1)
    {
        Felt felt = Next(field);
        int most = (output.Length - position) / size;
        if (Error is null && (!felt.TryToUInt64(out ulong count) || count > (ulong)most))
        {
            Refuse(field, $"at most {most}", felt);
        }

        return Error is null && felt.TryToUInt64(out ulong number) ? (int)number : 0;
    }

    public ImmutableArray<Felt> List(string field)
    {
        int count = Count("size of " + field);
        int start = position;
        position += count;
        return [.. output.Slice(start, count)];
    }

    /// <summary>Whether there is more before an end; things that go beyond it are refused.</summary>
    public bool IsBefore(int end, string field)
    {
        if (Error is null && position > end)
        {
            Error = $"{field}: expected to end at {end}, got {position}";
        }

        return Error is null && position < end;
    }

    public void End()
    {
        if (Error is null && position != output.Length)
        {
            Error = $"output: expected {position} felts, got {output.Length}";
        }
    }

    private void Refuse(string field, string expected, Felt got) =>
        Error ??= $"{field}, felt {position - 1}: expected {expected}, got {got}";
}
