using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>The operands of a step with their addresses; a missing operand is empty.</summary>
internal struct Operands
{
    public Relocatable DstAddress;
    public Relocatable Op0Address;
    public Relocatable Op1Address;
    public MaybeRelocatable Dst;
    public MaybeRelocatable Op0;
    public MaybeRelocatable Op1;
    public MaybeRelocatable Res;
}
