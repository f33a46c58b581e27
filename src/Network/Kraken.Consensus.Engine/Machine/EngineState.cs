using System.Collections.Generic;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// What the parts of the machine share: where the chain and the current height stand, and the effects of the event at hand.
/// </summary>
internal sealed class EngineState(EngineSetup setup)
{
    // About what a vote takes in the log, for the status.
    private const int SmallRecordBytes = 200;

    private long tickets;

    public EngineSetup Setup => setup;

    public Committee Committee => setup.Committee;

    public IConsensusCore Core { get; } = setup.Algorithm.CreateCore(setup.Self);

    public HeldBlocks Blocks { get; } = new(setup.Limits);

    public Attempts Attempts { get; } = new(setup.Limits);

    /// <summary>The effects of the event being handled.</summary>
    public ICollection<EngineEffect> Output { get; set; } = [];

    /// <summary>The last committed block.</summary>
    public CommittedTip Tip { get; set; }

    /// <summary>The height being decided.</summary>
    public ulong Height => Tip.Height + 1;

    /// <summary>True once the core works on the height.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The decision that is being committed; null while the height is open.</summary>
    public OrderedCommit? Committing { get; set; }

    /// <summary>Why this validator says nothing at this height; null when it takes part.</summary>
    public string? Abstains { get; set; }

    /// <summary>Why this validator takes no part any more; null when it does.</summary>
    public string? Halted { get; private set; }

    /// <summary>Records of the log of this height.</summary>
    public long LogRecords { get; private set; }

    /// <summary>Their bytes, about.</summary>
    public long LogBytes { get; private set; }

    /// <summary>The part of <see cref="LogBytes"/> that blocks take.</summary>
    public long LogBlockBytes { get; private set; }

    public long NewTicket() => ++tickets;

    /// <summary>The log of the height holds these already.</summary>
    public void Restore(IReadOnlyList<LogRecord> records)
    {
        foreach (LogRecord record in records)
        {
            Count(record);
        }
    }

    public void Append(LogRecord record)
    {
        Count(record);
        Output.Add(new EngineEffect.Append(record));
    }

    /// <summary>Blocks of rounds that were left leave the log: however long a height lasts, it holds a few.</summary>
    public void Compact()
    {
        LogBytes += Blocks.Bytes - LogBlockBytes;
        LogBlockBytes = Blocks.Bytes;
        Output.Add(new EngineEffect.CompactLog(Blocks.Values));
    }

    public void Report(ReportLevel level, string text) => Output.Add(new EngineEffect.Report(level, text));

    public void Punish(ValidatorId peer, string offence) => Output.Add(new EngineEffect.Penalize(peer, offence));

    public void Halt(string reason)
    {
        Halted = reason;
        Output.Add(new EngineEffect.ForgetTimers());
        Output.Add(new EngineEffect.Halt(reason));
    }

    /// <summary>The height is committed: the next one begins with nothing of it.</summary>
    public void Forget()
    {
        IsStarted = false;
        Committing = null;
        LogRecords = 0;
        LogBytes = 0;
        LogBlockBytes = 0;
        Blocks.Clear();
        Attempts.Clear();
    }

    private void Count(LogRecord record)
    {
        LogRecords++;
        LogBytes += SmallRecordBytes;
        if (record is LogRecord.KeptBlock block)
        {
            LogBytes += block.Bytes.Length;
            LogBlockBytes += block.Bytes.Length;
        }
    }
}
