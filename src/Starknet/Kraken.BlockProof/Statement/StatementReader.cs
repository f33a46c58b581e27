using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Statement;

/// <summary>
/// Reads the output of a program that executes blocks felt by felt: ours, or the operating system of Starknet, whose messages stand in the
/// same form. After the first error every read gives nothing.
/// </summary>
public ref struct StatementReader(ReadOnlySpan<Felt> output)
{
    private readonly ReadOnlySpan<Felt> output = output;
    private int next;

    /// <summary>What was found wrong first.</summary>
    public StatementError? Error { get; private set; }

    /// <summary>Felts that were not read yet.</summary>
    private readonly int Left => output.Length - next;

    /// <summary>The next felt.</summary>
    public Felt Next(string field)
    {
        if (Error is not null)
        {
            return default;
        }

        if (Left == 0)
        {
            Refuse(field, "a felt", "the end of the output");
            return default;
        }

        return output[next++];
    }

    /// <summary>The next felt, which must be below a bound that comes with its reason.</summary>
    public ulong Number(string field, ulong most, string because)
    {
        Felt value = Next(field);
        if (Error is not null)
        {
            return 0;
        }

        if (value.TryToUInt64(out ulong number) && number <= most)
        {
            return number;
        }

        RefuseLast(field, string.Create(CultureInfo.InvariantCulture, $"at most {most} ({because})"), value.ToString());
        return 0;
    }

    /// <summary>The next felt, which must be this one.</summary>
    public void Exactly(string field, Felt expected)
    {
        Felt value = Next(field);
        if (Error is null && value != expected)
        {
            RefuseLast(field, expected.ToString(), value.ToString());
        }
    }

    /// <summary>As many felts as the next one says.</summary>
    public ImmutableArray<Felt> List(string field)
    {
        ulong length = Number($"length of {field}", (ulong)Math.Max(0, Left - 1), "the felts that are left");
        if (Error is not null)
        {
            return [];
        }

        ImmutableArray<Felt> list = [.. output.Slice(next, (int)length)];
        next += (int)length;
        return list;
    }

    /// <summary>How many things of some felts each come: the next felt, at most as many as the felts behind it have room for.</summary>
    public int Count(string field, int size) =>
        (int)Number(field, (ulong)(Math.Max(0, Left - 1) / size), "the felts that are left");

    /// <summary>Messages to L1 behind their number of felts: sender, receiver, size, payload.</summary>
    public ImmutableArray<MessageToL1> MessagesToL1()
    {
        const string Field = "messages to L1";
        int end = EndOf(Field);
        List<MessageToL1> messages = [];
        while (IsBefore(end, Field))
        {
            Felt from = Next("sender of a message to L1");
            Felt to = Next("receiver of a message to L1");
            messages.Add(new MessageToL1(from, to, List("a message to L1")));
        }

        return [.. messages];
    }

    /// <summary>Consumed messages from L1 behind their number of felts: sender, receiver, nonce, selector, size, payload.</summary>
    public ImmutableArray<ConsumedMessage> MessagesToL2()
    {
        const string Field = "messages to L2";
        int end = EndOf(Field);
        List<ConsumedMessage> messages = [];
        while (IsBefore(end, Field))
        {
            Felt from = Next("sender of a message to L2");
            Felt to = Next("receiver of a message to L2");
            Felt nonce = Next("nonce of a message to L2");
            Felt selector = Next("selector of a message to L2");
            messages.Add(new ConsumedMessage(from, to, nonce, selector, List("a message to L2")));
        }

        return [.. messages];
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        if (Error is null && Left > 0)
        {
            Refuse("the end", "the end of the output", $"{Left} felts more, first {output[next]}");
        }
    }

    /// <summary>Refuses the felt read last.</summary>
    public void RefuseLast(string field, string expected, string got) => Error ??= new StatementError(next - 1, field, expected, got);

    /// <summary>Where reading a number of felts must end, the number being the next felt.</summary>
    private int EndOf(string field) =>
        (int)Number($"length of {field}", (ulong)Math.Max(0, Left - 1), "the felts that are left") + next;

    /// <summary>Whether reading stands before an end; one that was passed is an error.</summary>
    private bool IsBefore(int end, string field)
    {
        if (Error is null && next > end)
        {
            Refuse(field, $"an end at felt {end}", $"one at felt {next}");
        }

        return Error is null && next < end;
    }

    private void Refuse(string field, string expected, string got) => Error ??= new StatementError(next, field, expected, got);
}
