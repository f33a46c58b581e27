using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>What holds of an honest node's machine after every event.</summary>
internal static class MachineInvariants
{
    // The log of a height: the two votes of every validator, its proposal and the like in each round, and what is between.
    private const int RecordsPerValidatorAndRound = 6;
    private const int RecordsPerHeight = 64;
    private const int RoundsAhead = TendermintCore.MaxRoundsAhead + 2;
    private const int SmallRecordBytes = 400;

    /// <summary>Checks what a machine holds and waits for.</summary>
    public static void Check(
        SimulatedNode node, EngineStatus status, EngineLimits limits,
        Committee committee, TimerTable timers, DeliveredVotes delivered, int outstanding)
    {
        CheckBounds(node, status, limits, committee);
        if (status.Abstains is not null && !node.MayAbstain)
        {
            throw new InvariantException(
                Verdict.Invalid, $"{node.Name} says nothing at h{status.Height} though nothing that was synced is lost: {status.Abstains}");
        }

        if (status.Halted is not null || status.Abstains is not null || outstanding > 0)
        {
            return;
        }

        if (WaitsForNothing(status, timers, delivered) is { } missing)
        {
            throw new InvariantException(
                Verdict.Stalled,
                $"{node.Name} is undecided at h{status.Height} r{status.Round} in {status.Step} and waits for nothing: {missing}");
        }
    }

    /// <summary>What an undecided machine should have and has not; null when it may wait.</summary>
    private static string? WaitsForNothing(EngineStatus status, TimerTable timers, DeliveredVotes delivered) => status.Step switch
    {
        nameof(RoundStep.Propose) => Has(timers, status, TimeoutStep.Propose) ? null : "no timer ends its wait for a proposal",
        nameof(RoundStep.Prevote) when delivered.HasQuorum(status.Height, status.Round, VoteType.Prevote) =>
            Has(timers, status, TimeoutStep.Prevote) ? null : "it has prevotes of a quorum and no timer",
        nameof(RoundStep.Precommit) when delivered.HasQuorum(status.Height, status.Round, VoteType.Precommit) =>
            Has(timers, status, TimeoutStep.Precommit) ? null : "it has precommits of a quorum and no timer",
        "Waiting" => "no height is due",
        _ => null,
    };

    private static bool Has(TimerTable timers, EngineStatus status, TimeoutStep step) =>
        timers.Live.Any(id => id.Height == status.Height && id.Round == status.Round && id.Kind >= (byte)step);

    private static void CheckBounds(SimulatedNode node, EngineStatus status, EngineLimits limits, Committee committee)
    {
        int peers = committee.Validators.Count;
        long rounds = status.Round + 1 + RoundsAhead;
        long records = RecordsPerHeight + (rounds * peers * RecordsPerValidatorAndRound);
        long bytes = (records * SmallRecordBytes) + ((limits.LoggedBlocks + limits.HeldBlocks + 1L) * limits.MaxBlockBytes);
        string? excess = status.EarlyMessages > peers * limits.EarlyMessagesPerPeer ? $"{status.EarlyMessages} early messages"
            : status.Verifications > peers * limits.VerificationsPerPeer ? $"{status.Verifications} messages in verification"
            : status.HeldBytes > ((long)limits.HeldBlocks * limits.MaxBlockBytes) + ((long)peers * limits.EarlyBytesPerPeer)
                ? $"{status.HeldBytes} bytes of blocks"
            : status.LogRecords > records ? $"{status.LogRecords} records in the log of a height, of at most {records}"
            : status.LogBytes > bytes || node.Disk.Length > 2 * bytes
                ? $"{status.LogBytes} bytes in the log, {node.Disk.Length} on disk, of at most {bytes}"
            : null;
        if (excess is not null)
        {
            throw new InvariantException(Verdict.OutOfBounds, $"{node.Name} at h{status.Height} r{status.Round} holds {excess}");
        }
    }
}
