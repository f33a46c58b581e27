using System;
using System.Collections.Generic;
using System.Text;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>Collects the frames of an error and joins them; the length is capped, keeping both ends.</summary>
internal sealed class ErrorText
{
    internal const int LengthCap = 15_000;
    internal const string ExecutionHeader = "Transaction execution has failed:\n";
    private const int Slack = 100;

    private readonly string header;
    private readonly List<string> frames = [];

    internal ErrorText(string header) => this.header = header;

    /// <summary>The text of what ended an outermost call.</summary>
    internal static string Of(
        string header, string preamble, in Felt contract, in Felt classHash, Felt? selector, EntryPointError error)
    {
        ErrorText text = new(header);
        text.Add(FrameText.Entry(0, preamble, contract, classHash, selector));
        error.AddTo(text, 1);
        return text.ToString();
    }

    internal void Add(string frame) => frames.Add(frame);

    public override string ToString() => header + Capped(string.Join('\n', frames));

    // The cap counts UTF-8 bytes and never splits a character.
    private static string Capped(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= LengthCap + Slack)
        {
            return text;
        }

        int head = LengthCap / 2;
        int tail = bytes.Length - (LengthCap / 2);
        while (IsContinuation(bytes[head]))
        {
            head--;
        }

        while (tail < bytes.Length && IsContinuation(bytes[tail]))
        {
            tail++;
        }

        return string.Concat(Encoding.UTF8.GetString(bytes.AsSpan(0, head)), "\n\n...\n\n", Encoding.UTF8.GetString(bytes.AsSpan(tail)));
    }

    private static bool IsContinuation(byte value) => (value & 0xc0) == 0x80;
}
