namespace Kraken.Execution.Calls;

/// <summary>The Sierra gas to charge when an execution is thrown away: what was gone when the last system call was seen.</summary>
internal sealed class RevertGas
{
    private readonly ulong initial;
    private ulong remaining;

    internal RevertGas(ulong initial)
    {
        this.initial = initial;
        remaining = initial;
    }

    internal ulong Consumed => initial - remaining;

    internal ulong Remaining
    {
        get => remaining;
        set => remaining = value;
    }

    internal void Seen(TrackedResource tracked, ulong remainingGas)
    {
        if (tracked == TrackedResource.SierraGas)
        {
            remaining = remainingGas;
        }
    }
}
