using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// The arena of Cairo 1 dictionaries: instances of infos segment, number of dictionaries, number of squashed ones. The first instance
/// is loaded at the start, and the program's pointer stands behind it. Its hints do the work; no layout has it.
/// </summary>
public sealed class SegmentArenaBuiltin : BuiltinRunner
{
    internal SegmentArenaBuiltin()
        : base(BuiltinName.SegmentArena, 3, 3)
    {
    }

    /// <inheritdoc/>
    public override Relocatable Base => new(Segment, CellsPerInstance);

    /// <inheritdoc/>
    internal override void AddSegment(VmMemory memory)
    {
        Relocatable infos = memory.AddSegment();
        Relocatable start = memory.AddSegment();
        Adopt(memory, start.Segment);
        memory.Load(start, [infos, Fields.Felt.Zero, Fields.Felt.Zero]);
    }

    /// <inheritdoc/>
    public override int UsedCells(VmMemory memory) => memory.UsedSize(Segment) - CellsPerInstance;
}
