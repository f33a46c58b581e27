using Kraken.Casm.Hints;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Building;

/// <content>Hints: they run before the next instruction.</content>
public sealed partial class CasmBuilder
{
    /// <summary>Adds a hint.</summary>
    public void Hint(Hint hint) => pendingHints.Add(hint);

    /// <summary>The input of a hint: the value of a variable at this place.</summary>
    public ResOperand In(Var variable) =>
        state.Adjusted(variable).ToOperand() ?? throw new CasmBuildException("a hint cannot read a difference or quotient");

    /// <summary>The output of a hint: the cell of a variable.</summary>
    public CellRef Out(Var variable) => AsCell(variable);
}
