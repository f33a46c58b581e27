namespace Kraken.Sierra.ToCasm.References;

/// <summary>The stage of a function's frame.</summary>
internal enum FrameStage
{
    BeforeAllocation,
    Allocating,
    Finalized,
}

/// <summary>The locals of a function: allocated one after the other with ap standing still, then finalized.</summary>
/// <param name="Allocated">The cells allocated.</param>
/// <param name="LocalsStart">The change of ap at which the locals begin.</param>
internal readonly record struct FrameState(FrameStage Stage, int Allocated, int LocalsStart)
{
    /// <summary>Allocates cells; null when ap has moved or its place is not known.</summary>
    public (int Slot, FrameState Next)? Allocate(ApTracking tracking, int cells)
    {
        if (!tracking.FromFunctionStart
            || Stage == FrameStage.Finalized
            || (Stage == FrameStage.Allocating && tracking.Change != LocalsStart))
        {
            return null;
        }

        return Stage == FrameStage.BeforeAllocation
            ? (tracking.Change, new FrameState(FrameStage.Allocating, cells, tracking.Change))
            : (LocalsStart + Allocated, this with { Allocated = Allocated + cells });
    }

    /// <summary>Finalizes the locals; null when ap has moved or its place is not known.</summary>
    public FrameState? FinalizeLocals(ApTracking tracking)
    {
        if (!tracking.FromFunctionStart
            || Stage == FrameStage.Finalized
            || (Stage == FrameStage.Allocating && tracking.Change != LocalsStart))
        {
            return null;
        }

        return new FrameState(FrameStage.Finalized, Stage == FrameStage.Allocating ? Allocated : 0, 0);
    }
}

/// <summary>What is known of ap: its change from a base, or nothing.</summary>
/// <param name="Enabled">Whether the change is known.</param>
/// <param name="Base">The statement from which it counts, or -1 for the start of the function.</param>
internal readonly record struct ApTracking(bool Enabled, int Change, int Base)
{
    public static ApTracking AtFunctionStart => new(true, 0, -1);

    public static ApTracking Disabled => default;

    public bool FromFunctionStart => Enabled && Base < 0;

    public ApTracking After(int? change) => Enabled && change is { } known ? this with { Change = checked(Change + known) } : Disabled;
}
