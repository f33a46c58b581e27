namespace Kraken.Cairo.Vm.Execution;

/// <summary>For programs without hints.</summary>
public sealed class NoHints : IHintProcessor
{
    /// <summary>The one instance.</summary>
    public static NoHints Instance { get; } = new();

    /// <inheritdoc/>
    public bool HasHints(long offset) => false;

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
    }
}
