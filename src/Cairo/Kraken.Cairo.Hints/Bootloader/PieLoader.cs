using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Pies;
using Kraken.Casm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// Copies the memory of a finished run into a machine, where its code then runs without hints: its program, stack and builtins go where
/// the machine has them, what else it had gets segments of its own.
/// </summary>
internal sealed class PieLoader
{
    private readonly CairoPie pie;
    private readonly VirtualMachine machine;

    // By segment of the PIE: where it begins here, or the number 0 for a builtin that is not here.
    private readonly MaybeRelocatable[] starts;

    private PieLoader(CairoPie pie, VirtualMachine machine)
    {
        this.pie = pie;
        this.machine = machine;
        starts = new MaybeRelocatable[pie.SegmentSizes.Count];
    }

    /// <summary>Copies a run.</summary>
    /// <param name="pie">The run.</param>
    /// <param name="machine">The machine, before the call of the code.</param>
    /// <param name="program">Where its code was loaded.</param>
    /// <param name="stack">Where the pointers of its builtins stand.</param>
    /// <param name="returnFp">The frame that it returns to.</param>
    /// <param name="returnPc">The instruction that it returns to.</param>
    /// <exception cref="VmException">The memory differs from what stands here, or a builtin refuses it.</exception>
    public static void Load(
        CairoPie pie, VirtualMachine machine, Relocatable program, Relocatable stack, Relocatable returnFp, Relocatable returnPc)
    {
        PieLoader loader = new(pie, machine);
        loader.Place(program, stack, returnFp, returnPc);
        loader.AddSignatures();
        foreach (PieCell cell in pie.Memory)
        {
            machine.Memory.Insert(loader.AddressOf(cell.Address), loader.Move(cell.Value));
        }
    }

    private void Place(Relocatable program, Relocatable stack, Relocatable returnFp, Relocatable returnPc)
    {
        int builtins = pie.Builtins.Count;
        starts[VirtualMachine.ProgramSegment] = program;
        starts[VirtualMachine.ExecutionSegment] = stack;
        for (int i = 0; i < builtins; i++)
        {
            MaybeRelocatable pointer = machine.Memory.Get(stack + i);
            starts[CairoPie.SegmentOf(i)] = pointer.IsEmpty
                ? throw new VmException(VmErrorKind.UnknownMemoryCell, $"the pointer of {pie.Builtins[i].Text()} is not at {stack + i}")
                : pointer;
        }

        starts[CairoPie.SegmentOf(builtins)] = returnFp;
        starts[CairoPie.SegmentOf(builtins + 1)] = returnPc;
        for (int i = CairoPie.SegmentOf(builtins + 2); i < starts.Length; i++)
        {
            starts[i] = machine.Memory.AddSegment();
        }
    }

    // A builtin looks for a signature when the cells that it signs are written.
    private void AddSignatures()
    {
        if (pie.Additional.Signatures.Count == 0)
        {
            return;
        }

        EcdsaBuiltin ecdsa = (machine.FindBuiltin(BuiltinName.Ecdsa) ?? machine.FindSimulated(BuiltinName.Ecdsa)) as EcdsaBuiltin
            ?? throw new VmException(VmErrorKind.InvalidRun, "the PIE has signatures, and the run has no ecdsa builtin");
        foreach ((Relocatable instance, EcdsaSignature signature) in pie.Additional.Signatures)
        {
            Relocatable address = AddressOf(instance);
            if (address.Segment != ecdsa.Segment)
            {
                throw new VmException(VmErrorKind.InvalidRun, $"a signature of the PIE is for {address}, ecdsa is segment {ecdsa.Segment}");
            }

            ecdsa.AddSignature(address, signature);
        }
    }

    private Relocatable AddressOf(Relocatable address) => Move(address) is { IsAddress: true } moved
        ? moved.Address
        : throw new VmException(
            VmErrorKind.InvalidRun, $"the PIE uses cell {address} of a builtin that the run does not have and does not simulate");

    private MaybeRelocatable Move(in MaybeRelocatable value) =>
        value.IsAddress && starts[value.Address.Segment] is var start
            ? start.IsAddress ? CellArithmetic.Checked(start.Address, value.Address.Offset) : start
            : value;
}
