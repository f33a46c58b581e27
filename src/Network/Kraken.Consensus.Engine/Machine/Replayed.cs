using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>Runs a core over the log of an interrupted height and finds what of its effects is still to be done.</summary>
/// <remarks>
/// A block whose bytes were lost is taken as not received, or not built: a core that knew it could lock a value whose block exists nowhere any
/// more. It is asked for again. Locks are never lost by that: the block of a locked value is in the log before the precommit is signed.
/// What this validator said because of it stands all the same; that is what a second core, which is told everything, is for.
/// </remarks>
internal sealed class Replayed(EngineState state, SignedStep lastSigned)
{
    private readonly List<ConsensusEffect> effects = [];
    private readonly List<ConsensusEffect> wholeEffects = [];
    private readonly List<ConsensusMessage> own = [];

    /// <summary>The values whose blocks the log holds.</summary>
    public HashSet<ValueId> Kept { get; } = [];

    /// <summary>This validator's messages in the log, with their blocks; those whose block is gone are left out.</summary>
    public IEnumerable<ConsensusMessage> OwnMessages => own.Select(WithBlock).OfType<ConsensusMessage>();

    /// <summary>True when the log leads to the very step that the guard let pass last: nothing of what led to it was lost.</summary>
    /// <remarks>An earlier restart may have lost the block already; what was said after that follows without it.</remarks>
    public bool DerivesLastSigned =>
        own.SelectMany(message => message.Statements).Select(signed => signed.Statement)
            .Concat(Said(wholeEffects)).Concat(Said(effects)).Any(IsLastSigned);

    /// <summary>Replays; returns the effects that the log does not answer.</summary>
    public IReadOnlyList<ConsensusEffect> Run(IReadOnlyList<LogRecord> records)
    {
        foreach (LogRecord.KeptBlock block in records.OfType<LogRecord.KeptBlock>())
        {
            Kept.Add(block.Value);
            state.Blocks.Hold(block.Value, block.Bytes, state.Core.Needs);
        }

        IConsensusCore whole = state.Setup.Algorithm.CreateCore(state.Setup.Self);
        ConsensusInput begin = new ConsensusInput.StartHeight(state.Height, state.Tip.Value, state.Committee);
        state.Core.Step(begin, effects);
        whole.Step(begin, wholeEffects);
        foreach (LogRecord record in records)
        {
            Account(record);
            if (record is LogRecord.Input { Value: { } input })
            {
                whole.Step(input, wholeEffects);
                if (!LostItsBlock(input))
                {
                    state.Core.Step(input, effects);
                }
            }
        }

        int round = state.Core.Position.Round;
        List<ConsensusEffect> open = [.. effects.Where(effect => IsOpen(effect, round))];

        // Signed, and perhaps sent, without a record of it: it is signed once more, word for word.
        open.AddRange(Said(wholeEffects)
            .Where(statement => IsLastSigned(statement) && !IsInLog(statement) && !Said(open).Contains(statement))
            .Select(statement => new ConsensusEffect.Say(statement)));
        return open;
    }

    private static IEnumerable<Statement> Said(IEnumerable<ConsensusEffect> effects) =>
        effects.OfType<ConsensusEffect.Say>().Select(say => say.Statement);

    private bool LostItsBlock(ConsensusInput input) => input switch
    {
        ConsensusInput.MessageReceived { BlockIsValid: true, Message.Carried: { } carried } => !Kept.Contains(carried.Value),
        ConsensusInput.ValueBuilt value => !Kept.Contains(value.Value),
        _ => false,
    };

    private bool IsLastSigned(Statement statement) => SignedStep.Of(statement, state.Setup.Algorithm, state.Setup.Domain) == lastSigned;

    private bool IsInLog(Statement statement) => own.Exists(message => message.Statements[0].Statement == statement);

    private bool HasProposed(int round) =>
        own.SelectMany(message => message.Statements).Select(signed => signed.Statement).Concat(Said(effects))
            .Any(statement => statement.Slot.Round == round && state.Setup.Algorithm.CarriedValue(statement) is not null);

    private void Account(LogRecord record)
    {
        switch (record)
        {
            case LogRecord.Attempt attempt:
                state.Attempts.Began(attempt);
                break;
            case LogRecord.Input { Value: ConsensusInput.ValueBuilt }:
                state.Attempts.Ended(default);
                break;
            case LogRecord.Input { Value: ConsensusInput.MessageReceived received }:
                if (received.Message.Carried is { } carried)
                {
                    state.Attempts.Ended(carried.Digest);
                }

                if (received.Message.Statements is [{ } only] && only.Statement.Author == state.Setup.Self)
                {
                    own.Add(received.Message);
                }

                break;
            default:
                break;
        }
    }

    private bool IsOpen(ConsensusEffect effect, int round) => effect switch
    {
        ConsensusEffect.BuildValue build => build.Round == round && !HasProposed(round),
        ConsensusEffect.Say say => !IsInLog(say.Statement),
        ConsensusEffect.SetTimer timer => timer.Id.Round == round,
        ConsensusEffect.KeepBlock => false,
        ConsensusEffect.ReportEquivocation => false,
        _ => true,
    };

    private ConsensusMessage? WithBlock(ConsensusMessage message) =>
        message.Carried is not { } carried ? message
        : state.Blocks.Find(carried.Value) is { } bytes ? state.Setup.Algorithm.WithBlock(message, bytes)
        : null;
}
