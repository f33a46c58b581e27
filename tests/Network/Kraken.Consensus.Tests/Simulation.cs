using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Tests;

/// <summary>
/// A deterministic network of validators under a simulated clock: the seed decides delays, losses, crashes and restarts.
/// A crashed validator restarts by replaying its log of inputs, as a node does.
/// </summary>
internal sealed class Simulation
{
    private readonly Random random;
    private readonly SimulationFaults faults;
    private readonly PriorityQueue<(int Node, ConsensusInput Input), (long Time, long Order)> queue = new();
    private readonly Validator[] validators;
    private readonly ulong target;
    private long now;
    private long order;

    public Simulation(int seed, int count, ulong heights, SimulationFaults faults)
    {
        random = new Random(seed);
        this.faults = faults;
        target = heights;
        Committee = new Committee(Enumerable.Range(1, count).Select(index => (new ValidatorId((Felt)index), 1UL)));
        validators = [.. Enumerable.Range(0, count).Select(index => new Validator(Committee.Validators[index]))];
    }

    public Committee Committee { get; }

    /// <summary>Per validator: the decided value of each height.</summary>
    public IReadOnlyList<IReadOnlyDictionary<ulong, ValueId>> Decisions => [.. validators.Select(validator => validator.Decided)];

    public IReadOnlyList<Equivocation> Equivocations => [.. validators.SelectMany(validator => validator.Evidence)];

    /// <summary>Runs until every live validator decided all heights or the step limit is reached; returns true in the first case.</summary>
    public bool Run(int stepLimit = 200_000)
    {
        for (int node = 0; node < validators.Length; node++)
        {
            Deliver(node, new ConsensusInput.StartHeight(1, Committee));
        }

        for (int step = 0; step < stepLimit && queue.TryDequeue(out (int Node, ConsensusInput Input) next, out (long Time, long Order) at); step++)
        {
            now = at.Time;
            if (Live.All(node => validators[node].Decided.Count >= (int)target))
            {
                return true;
            }

            if (random.NextDouble() < faults.CrashProbability)
            {
                Restart(random.Next(validators.Length));
            }

            Deliver(next.Node, next.Input);
        }

        return Live.All(node => validators[node].Decided.Count >= (int)target);
    }

    private IEnumerable<int> Live => Enumerable.Range(0, validators.Length).Where(node => node >= faults.Silent);

    private void Deliver(int node, ConsensusInput input)
    {
        if (node < faults.Silent)
        {
            return;
        }

        validators[node].Log.Add(input);
        foreach (ConsensusEffect effect in validators[node].Step(input))
        {
            Execute(node, effect);
        }
    }

    private void Execute(int node, ConsensusEffect effect)
    {
        Validator self = validators[node];
        switch (effect)
        {
            case ConsensusEffect.BuildValue build:
                // A value of this proposer and round: two proposers never build the same one.
                ValueId value = new((Felt)((build.Height * 1_000_000) + ((ulong)build.Round * 1_000) + (ulong)node + 1));
                Later(node, new ConsensusInput.ValueBuilt(build.Height, build.Round, value), 5);
                break;
            case ConsensusEffect.CheckValue check:
                Later(node, new ConsensusInput.ValueChecked(check.Proposal, IsValid: true), 2);
                break;
            case ConsensusEffect.BroadcastProposal propose:
                Broadcast(node, new ConsensusInput.ProposalReceived(new SignedProposal(propose.Proposal, default)));
                break;
            case ConsensusEffect.BroadcastVote cast:
                Broadcast(node, new ConsensusInput.VoteReceived(new SignedVote(cast.Vote, default)));
                break;
            case ConsensusEffect.ScheduleTimeout timeout:
                Later(node, new ConsensusInput.TimeoutElapsed(timeout.Id), 100 + (50 * timeout.Id.Round));
                break;
            case ConsensusEffect.Decide decide:
                self.Decided.Add(decide.Certificate.Height, decide.Certificate.Value);
                self.Log.Clear();
                Later(node, new ConsensusInput.StartHeight(decide.Certificate.Height + 1, Committee), 1);
                CatchUp(decide.Certificate);
                break;
            case ConsensusEffect.ReportEquivocation report:
                self.Evidence.Add(report.Evidence);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    /// <summary>A lagging validator hears of a decision from the others sooner or later: here as the precommits of its certificate.</summary>
    private void CatchUp(CommitCertificate certificate)
    {
        for (int node = 0; node < validators.Length; node++)
        {
            foreach (SignedVote vote in certificate.Precommits)
            {
                Later(node, new ConsensusInput.VoteReceived(vote), 300);
            }

            Proposal proposal = new(certificate.Height, certificate.Round, certificate.Value, -1, new RotatingProposer().Proposer(Committee, certificate.Height, certificate.Round));
            Later(node, new ConsensusInput.ProposalReceived(new SignedProposal(proposal, default)), 300);
        }
    }

    private void Broadcast(int sender, ConsensusInput message)
    {
        for (int node = 0; node < validators.Length; node++)
        {
            if (node == sender)
            {
                Later(node, message, 0);
            }
            else
            {
                // A lost message is sent again: the host repeats its messages of the current height to peers that lag.
                bool lost = random.NextDouble() < faults.LossProbability;
                Later(node, message, 1 + random.Next(faults.MaxDelay) + (lost ? 400 : 0));
                if (random.NextDouble() < faults.DuplicateProbability)
                {
                    Later(node, message, 1 + random.Next(faults.MaxDelay));
                }
            }
        }
    }

    private void Later(int node, ConsensusInput input, long delay) => queue.Enqueue((node, input), (now + delay, order++));

    private void Restart(int node)
    {
        if (node >= faults.Silent)
        {
            foreach (ConsensusEffect effect in validators[node].Replay(Committee))
            {
                // Messages were sent before the crash or are sent now for the first time; timers start anew.
                if (effect is not ConsensusEffect.ReportEquivocation and not ConsensusEffect.Decide)
                {
                    Execute(node, effect);
                }
            }
        }
    }

    private sealed class Validator(ValidatorId id)
    {
        private TendermintCore core = new(id, new RotatingProposer());

        public Dictionary<ulong, ValueId> Decided { get; } = [];

        public List<Equivocation> Evidence { get; } = [];

        /// <summary>The inputs of the current height, in order.</summary>
        public List<ConsensusInput> Log { get; } = [];

        public List<ConsensusEffect> Step(ConsensusInput input)
        {
            List<ConsensusEffect> effects = [];
            core.Step(input, effects);
            return effects;
        }

        public List<ConsensusEffect> Replay(Committee committee)
        {
            core = new TendermintCore(id, new RotatingProposer());
            List<ConsensusEffect> effects = [];
            if (Log.Count == 0 || Log[0] is not ConsensusInput.StartHeight)
            {
                Log.Insert(0, new ConsensusInput.StartHeight((ulong)Decided.Count + 1, committee));
            }

            foreach (ConsensusInput input in Log)
            {
                core.Step(input, effects);
            }

            return effects;
        }
    }
}

/// <summary>What goes wrong in a simulated run.</summary>
/// <param name="MaxDelay">Longest message delay in simulated milliseconds.</param>
/// <param name="LossProbability">Share of messages that are lost and arrive when they are sent again.</param>
/// <param name="DuplicateProbability">Share of messages that arrive twice.</param>
/// <param name="CrashProbability">Chance of a crash and restart per delivered input.</param>
/// <param name="Silent">How many validators, from the first, never run.</param>
internal sealed record SimulationFaults(int MaxDelay = 20, double LossProbability = 0, double DuplicateProbability = 0, double CrashProbability = 0, int Silent = 0);
