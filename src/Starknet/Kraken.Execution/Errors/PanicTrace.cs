using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>Where a panic came from: the chain of failed calls that passed it on, and its data.</summary>
public sealed class PanicTrace
{
    internal const string ExecutionHeader = "Execution failed. Failure reason:";
    internal const string ValidationHeader = "The `validate` entry point panicked with:";
    private const string Separator = "\n...";

    private static readonly int FrameLength = FrameText.Panic(default, default, default).Length + 1;
    private static readonly int TwoFramesLength = (2 * FrameLength) + Separator.Length;

    private readonly string header;
    private readonly List<CallInfo> chain;
    private readonly Felt[] data;

    private PanicTrace(string header, List<CallInfo> chain, Felt[] data)
    {
        this.header = header;
        this.chain = chain;
        this.data = data;
    }

    /// <summary>The panic data of the innermost call.</summary>
    public IReadOnlyList<Felt> Data => data;

    /// <summary>The trace of a failed call.</summary>
    internal static PanicTrace Of(CallInfo root, string header, Felt entryPointFailed)
    {
        List<CallInfo> chain = [];
        CallInfo? call = root;
        while (call is { Failed: true })
        {
            chain.Add(call);
            if (call.Retdata.Length == 0 || call.Retdata[^1] != entryPointFailed)
            {
                break;
            }

            call = OnlySource(call);
            if (call is null)
            {
                // The panic may have come from several inner calls, or from none: name no frames rather than wrong ones.
                return new(header, [], root.Retdata);
            }
        }

        return chain.Count == 0 ? new(header, [], root.Retdata) : new(header, chain, chain[^1].Retdata);
    }

    /// <summary>The text of the trace; long ones lose the frames above the last first, then the end.</summary>
    public override string ToString()
    {
        // Panic data may be a million felts, of which the text has room for a few hundred.
        string reason = PanicText.Format(data, ErrorText.LengthCap);
        string bare = string.Join('\n', header, reason, ".\n");
        if (bare.Length >= ErrorText.LengthCap - TwoFramesLength - 1)
        {
            return bare.Length <= ErrorText.LengthCap ? bare : Truncated(bare);
        }

        List<string> lines = [header, .. chain.Select(Frame), reason];
        string whole = string.Join('\n', lines) + ".\n";
        return whole.Length <= ErrorText.LengthCap ? whole : WithoutMiddle(whole.Length, reason);
    }

    private static CallInfo? OnlySource(CallInfo call)
    {
        ReadOnlySpan<Felt> passedOn = call.Retdata.AsSpan(0, call.Retdata.Length - 1);
        CallInfo? source = null;
        foreach (CallInfo inner in call.InnerCalls)
        {
            if (inner.Failed && passedOn.SequenceEqual(inner.Retdata))
            {
                if (source is not null)
                {
                    return null;
                }

                source = inner;
            }
        }

        return source;
    }

    private static string Frame(CallInfo call) => FrameText.Panic(call.Request.StorageAddress, call.ClassHash, call.Request.Selector);

    private static string Truncated(string text) => string.Concat(text.AsSpan(0, ErrorText.LengthCap - Separator.Length), Separator);

    private string WithoutMiddle(int wholeLength, string reason)
    {
        int dropped = (wholeLength - ErrorText.LengthCap + Separator.Length + FrameLength - 1) / FrameLength;
        int kept = chain.Count - dropped - 1;
        if (kept < 0)
        {
            return reason.Length <= ErrorText.LengthCap ? reason : reason[..ErrorText.LengthCap];
        }

        List<string> lines = [header, .. chain.Take(kept).Select(Frame), Separator, Frame(chain[^1]), reason];
        string text = string.Join('\n', lines) + ".\n";
        return text.Length <= ErrorText.LengthCap ? text : Truncated(text);
    }
}
