using System.Collections.Generic;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>A core whose inputs or effects are changed on their way.</summary>
internal abstract class SabotagedCore(IConsensusCore inner) : IConsensusCore
{
    private readonly List<ConsensusEffect> genuine = [];

    public ConsensusPosition Position => inner.Position;

    public bool Wants(ConsensusMessage message) => inner.Wants(message);

    public void Step(ConsensusInput input, ICollection<ConsensusEffect> effects)
    {
        Observe(input);
        genuine.Clear();
        foreach (ConsensusInput changed in Change(input))
        {
            inner.Step(changed, genuine);
        }

        foreach (ConsensusEffect effect in genuine)
        {
            if (Change(effect) is { } changed)
            {
                effects.Add(changed);
            }
        }
    }

    public void Remind(ICollection<ConsensusEffect> effects) => inner.Remind(effects);

    public ConsensusMessage? CarrierOf(int round) => inner.CarrierOf(round);

    public bool Needs(ValueId value) => inner.Needs(value);

    public virtual bool HasEarlierQuorum(ConsensusMessage message) => inner.HasEarlierQuorum(message);

    protected virtual void Observe(ConsensusInput input)
    {
    }

    /// <summary>What becomes of an input.</summary>
    protected virtual IEnumerable<ConsensusInput> Change(ConsensusInput input) => [input];

    /// <summary>What becomes of an effect; null for nothing.</summary>
    protected virtual ConsensusEffect? Change(ConsensusEffect effect) => effect;
}
