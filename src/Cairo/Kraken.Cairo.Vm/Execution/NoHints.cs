namespace Kraken.Cairo.Vm.Execution;

/// <summary>For programs without hints.</summary>
public sealed class NoHints : IHintProcessor
{
    /// <summary>Stateless, so one serves every run.</summary>
    public static NoHints Instance { get; } = new();

    /// <inheritdoc/>
    public bool HasHints(long offset) => false;

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
    }
}
