using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>Runs a core over the log of an interrupted height and finds what of its effects is still to be done.</summary>
internal sealed class Replayed(EngineState state)
{
    private readonly List<ConsensusEffect> effects = [];
    private readonly List<ConsensusMessage> own = [];

    /// <summary>This validator's messages in the log, with their blocks; those whose block is of a round long left are left out.</summary>
    public IEnumerable<ConsensusMessage> OwnMessages => own.Select(WithBlock).OfType<ConsensusMessage>();

    /// <summary>Whether records of this height were lost before, whatever these lead to.</summary>
    public bool HasAbstained { get; private set; }

    /// <summary>Replays; returns the effects that the log does not answer.</summary>
    public IReadOnlyList<ConsensusEffect> Run(IReadOnlyList<LogRecord> records)
    {
        state.Core.Step(new ConsensusInput.StartHeight(state.Height, state.Tip.Value, state.Committee), effects);
        foreach (LogRecord record in records)
        {
            Apply(record);
        }

        int round = state.Core.Position.Round;
        return [.. effects.Where(effect => IsOpen(effect, round))];
    }

    /// <summary>
    /// True when the log leads to the very step that the guard let pass last: nothing of what led to it was lost. That peers gave this
    /// validator its own statement back is not enough, since they cannot give back what it rests on.
    /// </summary>
    public bool Derives(SignedStep last) =>
        effects.OfType<ConsensusEffect.Say>().Select(say => say.Statement)
            .Any(statement => SignedStep.Of(statement, state.Setup.Algorithm, state.Setup.Domain) == last);

    private void Apply(LogRecord record)
    {
        switch (record)
        {
            case LogRecord.KeptBlock block:
                state.Blocks.Hold(block.Value, block.Bytes, state.Core.Needs);
                break;
            case LogRecord.Attempt attempt:
                state.Attempts.Began(attempt);
                break;
            case LogRecord.AttemptEnded ended:
                state.Attempts.Ended(ended.Block);
                break;
            case LogRecord.Input { Value: { } input }:
                Account(input);
                state.Core.Step(input, effects);
                break;
            case LogRecord.Abstention:
                HasAbstained = true;
                break;
            default:
                throw new InvalidOperationException($"no replay of {record.GetType().Name}");
        }
    }

    private void Account(ConsensusInput input)
    {
        if (input is ConsensusInput.ValueBuilt)
        {
            state.Attempts.Ended(default);
        }
        else if (input is ConsensusInput.MessageReceived { Message: { } message } received)
        {
            // A refusal may have been one without an execution.
            if (message.Carried is { } carried && received.BlockIsValid)
            {
                state.Attempts.Ended(carried.Digest);
            }

            if (message.Statements is [{ } only] && only.Statement.Author == state.Setup.Self)
            {
                own.Add(message);
            }
        }
    }

    private bool IsOpen(ConsensusEffect effect, int round) => effect switch
    {
        ConsensusEffect.BuildValue build => build.Round == round && !HasProposed(round),
        ConsensusEffect.Say say => !own.Exists(message => message.Statements[0].Statement == say.Statement),
        ConsensusEffect.SetTimer timer => timer.Id.Round == round,
        ConsensusEffect.ReportEquivocation => false,
        _ => true,
    };

    private bool HasProposed(int round) =>
        own.SelectMany(message => message.Statements).Select(signed => signed.Statement)
            .Concat(effects.OfType<ConsensusEffect.Say>().Select(say => say.Statement))
            .Any(statement => statement.Slot.Round == round && state.Setup.Algorithm.CarriedValue(statement) is not null);

    private ConsensusMessage? WithBlock(ConsensusMessage message) =>
        message.Carried is not { } carried ? message
        : state.Blocks.Find(carried.Value) is { } bytes ? state.Setup.Algorithm.WithBlock(message, bytes)
        : null;
}
