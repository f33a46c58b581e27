namespace Kraken.Casm.Hints;

/// <summary>
/// A hint of Cairo 1 CASM: advice to the virtual machine, attached to an instruction. A record per hint, named as in the compiled
/// class JSON; parameters stand in the order of that JSON. <see cref="HintJson"/> reads and writes them.
/// </summary>
public abstract record Hint
{
    private protected Hint()
    {
    }
}
