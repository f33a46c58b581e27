using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>A parsed reference, evaluated over the registers and the memory.</summary>
internal abstract record ReferenceExpression
{
    /// <summary>Evaluates.</summary>
    /// <param name="ap">ap where the reference was defined; negative if the compiler lost track of it.</param>
    public abstract MaybeRelocatable Evaluate(VirtualMachine machine, long ap);

    /// <summary>The cells of a value that is a tuple; the value itself otherwise.</summary>
    public virtual IEnumerable<ReferenceExpression> Flatten() => [this];

    internal sealed record Constant(Felt Value) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) => Value;
    }

    internal sealed record Ap : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) => ap >= 0
            ? new Relocatable(VirtualMachine.ExecutionSegment, ap)
            : throw new HintException("InvalidTrackingGroup", "a reference depends on an ap that is not tracked here");
    }

    internal sealed record Fp : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) => machine.Fp;
    }

    internal sealed record Add(ReferenceExpression Left, ReferenceExpression Right) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) =>
            CellArithmetic.Add(Left.Evaluate(machine, ap), Right.Evaluate(machine, ap));
    }

    internal sealed record Subtract(ReferenceExpression Left, ReferenceExpression Right) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) =>
            CellArithmetic.Subtract(Left.Evaluate(machine, ap), Right.Evaluate(machine, ap));
    }

    internal sealed record Multiply(ReferenceExpression Left, ReferenceExpression Right) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) =>
            CellArithmetic.Multiply(Left.Evaluate(machine, ap), Right.Evaluate(machine, ap));
    }

    internal sealed record Dereference(ReferenceExpression Address) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap)
        {
            MaybeRelocatable address = Address.Evaluate(machine, ap);
            if (!address.IsAddress)
            {
                throw new HintException("UnknownIdentifier", $"a reference leads through {address}, which is no address");
            }

            MaybeRelocatable content = machine.Memory.Get(address.Address);
            return content.IsEmpty ? throw new HintException("UnknownIdentifier", $"nothing was written to {address}") : content;
        }
    }

    internal sealed record Tuple(IReadOnlyList<ReferenceExpression> Items) : ReferenceExpression
    {
        public override MaybeRelocatable Evaluate(VirtualMachine machine, long ap) =>
            throw new HintException("UnknownIdentifier", "a structure has no value of its own");

        public override IEnumerable<ReferenceExpression> Flatten()
        {
            foreach (ReferenceExpression item in Items)
            {
                foreach (ReferenceExpression cell in item.Flatten())
                {
                    yield return cell;
                }
            }
        }
    }
}
