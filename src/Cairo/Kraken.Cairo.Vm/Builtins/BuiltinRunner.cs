using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// A builtin of a run: it owns a segment of instances of <see cref="CellsPerInstance"/> cells, gives the cells that follow from an
/// instance's inputs, and refuses inputs out of range.
/// </summary>
public abstract class BuiltinRunner
{
    private protected BuiltinRunner(BuiltinName name, int cellsPerInstance, int inputCells)
    {
        Name = name;
        CellsPerInstance = cellsPerInstance;
        InputCells = inputCells;
    }

    /// <summary>Which builtin runs in this segment.</summary>
    public BuiltinName Name { get; }

    /// <summary>Cells of one instance; 1 for output.</summary>
    public int CellsPerInstance { get; }

    /// <summary>Leading cells of an instance that the program gives.</summary>
    public int InputCells { get; }

    /// <summary>The program uses it: its pointer is an argument and a return value.</summary>
    public bool Included { get; init; } = true;

    /// <summary>The index of its segment.</summary>
    public int Segment { get; private set; } = -1;

    /// <summary>The offset behind the last used cell, known once the return values were read.</summary>
    public int? StopPointer { get; internal set; }

    /// <summary>The address that the program gets.</summary>
    public virtual Relocatable Base => new(Segment, 0);

    /// <summary>Creates the builtin's segment.</summary>
    internal virtual void AddSegment(VmMemory memory) => Adopt(memory, memory.AddSegment().Segment);

    /// <summary>The content of a cell that follows from the instance's inputs; empty if there is none or inputs are missing.</summary>
    /// <exception cref="VmException">The inputs break the builtin's rules.</exception>
    internal virtual MaybeRelocatable Deduce(VmMemory memory, long offset) => default;

    /// <summary>Checks a cell just written.</summary>
    /// <exception cref="VmException">The cell breaks the builtin's rules.</exception>
    internal virtual void Validate(VmMemory memory, long offset)
    {
    }

    /// <summary>Cells used so far.</summary>
    public virtual int UsedCells(VmMemory memory) => memory.UsedSize(Segment);

    /// <summary>Instances used so far, a started one included.</summary>
    public int UsedInstances(VmMemory memory) => (UsedCells(memory) + CellsPerInstance - 1) / CellsPerInstance;

    /// <summary>Reads the builtin's stop pointer from the top of the stack and returns the address below.</summary>
    /// <exception cref="VmException">There is no stop pointer, or it is not where the used cells end.</exception>
    internal Relocatable ReadStopPointer(VmMemory memory, Relocatable top)
    {
        if (!Included)
        {
            StopPointer = 0;
            return top;
        }

        Relocatable at = top + -1;
        if (!memory.Get(at).TryAddress(out Relocatable stop))
        {
            throw new VmException(VmErrorKind.NoStopPointer, $"the stop pointer of {Name.Text()} is not at {at}");
        }

        if (stop.Segment != Segment)
        {
            throw new VmException(
                VmErrorKind.InvalidStopPointerIndex, $"the stop pointer of {Name.Text()} is {stop}, its segment {Segment}");
        }

        long used = (Base.Offset == 0 ? 0 : CellsPerInstance) + ((long)UsedInstances(memory) * CellsPerInstance);
        if (stop.Offset != used)
        {
            throw new VmException(VmErrorKind.InvalidStopPointer, $"the stop pointer of {Name.Text()} is {stop}, {used} cells are used");
        }

        StopPointer = (int)stop.Offset;
        return at;
    }

    private protected void Adopt(VmMemory memory, int segment)
    {
        Segment = segment;
        memory.Attach(segment, this);
    }
}
