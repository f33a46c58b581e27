using System;

namespace Kraken.Farm.Amqp;

/// <summary>
/// How old the blocks of a job are when it is published: a queue for each band, from the oldest on. A quorum queue knows no priorities;
/// among those of a band the first to come is the first to go.
/// </summary>
internal enum AgeBand
{
    /// <summary>Decided ten minutes ago or earlier: what was missed, or tried before.</summary>
    Old,

    /// <summary>Decided two minutes ago or earlier.</summary>
    Late,

    /// <summary>Just decided.</summary>
    New,
}

/// <summary>Which ages make each queue, and the order in which workers ask.</summary>
internal static class AgeBands
{
    private static readonly TimeSpan OldAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LateAge = TimeSpan.FromMinutes(2);

    /// <summary>All of them, in the order in which workers look into them.</summary>
    public static readonly AgeBand[] InOrder = [AgeBand.Old, AgeBand.Late, AgeBand.New];

    /// <summary>Where a job is published whose blocks were decided so long ago.</summary>
    public static AgeBand Of(TimeSpan age) => age >= OldAge ? AgeBand.Old : age >= LateAge ? AgeBand.Late : AgeBand.New;
}
