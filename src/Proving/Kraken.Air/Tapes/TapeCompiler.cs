using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Air.Tapes;

/// <summary>Turns a recording into straight-line code: roots in definition order, operands on demand, temporaries by linear scan.</summary>
internal static class TapeCompiler
{
    public static ConstraintTape Constraints(AirRecording air)
    {
        TapeSchedule schedule = new(air);
        foreach (AirEvent happened in air.Events)
        {
            if (happened.Kind == AirEventKind.Constraint)
            {
                schedule.Root(AirOp.Constrain, happened.Index, air.Constraints[happened.Index]);
            }
            else if (happened.Kind == AirEventKind.Lookup)
            {
                Lookup lookup = air.Lookups[happened.Index];
                schedule.Root(AirOp.Lookup, happened.Index, [lookup.Numerator, .. lookup.Tuple]);
            }
        }

        TapeAllocation code = new(air, schedule);
        ImmutableArray<TapeLookup> lookups =
            [.. air.Lookups.Select((lookup, i) => new TapeLookup(lookup.Relation, code.Rooted(i)[0], code.Rooted(i)[1..]))];
        return new(code.Layout, code.RegisterCount, code.Instructions, lookups, air.Constraints.Length);
    }

    public static WitnessTape Witness(AirRecording air)
    {
        TapeSchedule schedule = new(air);
        foreach (AirEvent happened in air.Events)
        {
            if (happened.Kind == AirEventKind.Column && air.Columns[happened.Index].Definition >= 0)
            {
                schedule.Root(AirOp.Copy, happened.Index, air.Columns[happened.Index].Definition);
            }
            else if (happened.Kind == AirEventKind.Feed)
            {
                schedule.Root(AirOp.Feed, happened.Index, air.Feeds[happened.Index].Elements.AsSpan());
            }
        }

        TapeAllocation code = new(air, schedule);
        ImmutableArray<TapeFeed> feeds = [.. air.Feeds.Select((feed, i) => new TapeFeed(feed.Relation, code.Rooted(i)))];
        return new(code.Layout, code.RegisterCount, code.Instructions, code.Calls, feeds);
    }
}
