namespace Kraken.State.Store.Events;

/// <summary>The filters of the newest blocks, in memory: of the group that grows and of the one before.</summary>
/// <param name="Group">The number of the group that grows.</param>
/// <param name="Before">The filters of the group before; null for blocks without events.</param>
/// <param name="Growing">Those of the group that grows, as far as there are blocks.</param>
internal sealed record EventWindow(ulong Group, EventBits?[] Before, EventBits?[] Growing)
{
    /// <summary>The filter of a block of one of the two groups.</summary>
    internal EventBits? At(ulong number) =>
        (number / EventIndex.GroupBlocks == Group ? Growing : Before)[number % EventIndex.GroupBlocks];

    /// <summary>The window when the first block of the next group comes.</summary>
    internal EventWindow Next() => new(Group + 1, Growing, new EventBits?[EventIndex.GroupBlocks]);
}
