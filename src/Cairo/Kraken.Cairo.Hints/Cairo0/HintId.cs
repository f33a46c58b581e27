using System.Collections.Generic;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>A variable that a hint names, "ids.x" or "ids.x.y.z", with its reference and members resolved at load.</summary>
public sealed class HintId
{
    private readonly string path;
    private readonly ReferenceExpression expression;
    private readonly bool isAddress;
    private readonly int? apShift;
    private readonly IReadOnlyList<MemberStep> steps;

    /// <summary>A resolved variable.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="expression">Its reference.</param>
    /// <param name="isAddress">The variable lives at the expression.</param>
    /// <param name="apShift">How far ap moved from the reference to the hint; null if that is unknown.</param>
    /// <param name="steps">The members walked.</param>
    internal HintId(string path, ReferenceExpression expression, bool isAddress, int? apShift, IReadOnlyList<MemberStep> steps)
    {
        this.path = path;
        this.expression = expression;
        this.isAddress = isAddress;
        this.apShift = apShift;
        this.steps = steps;
    }

    /// <summary>Where the variable lives.</summary>
    public Relocatable Address(HintRun run)
    {
        Relocatable? address = isAddress ? AsAddress(Evaluate(run, expression)) : null;
        foreach (MemberStep step in steps)
        {
            Relocatable start = !step.ThroughPointer
                ? address ?? throw Failure("is no variable in memory")
                : AsAddress(address is { } at ? Load(run, at) : Evaluate(run, expression));
            address = CellArithmetic.Checked(start, step.Offset);
        }

        return address ?? throw Failure("is no variable in memory");
    }

    /// <summary>The variable's content.</summary>
    public MaybeRelocatable Get(HintRun run)
    {
        if (isAddress || (steps.Count != 0 && steps[0].ThroughPointer))
        {
            return Load(run, Address(run));
        }

        int offset = 0;
        foreach (MemberStep step in steps)
        {
            offset += step.ThroughPointer ? throw Failure("leads through a pointer of a value") : step.Offset;
        }

        int index = 0;
        foreach (ReferenceExpression cell in expression.Flatten())
        {
            if (index++ == offset)
            {
                return Evaluate(run, cell);
            }
        }

        throw Failure("has no such member");
    }

    /// <summary>The variable as a field element.</summary>
    public Felt Felt(HintRun run) => Get(run) is { IsFelt: true } content
        ? content.Felt
        : throw new HintException("IdentifierNotInteger", $"Expected ids.{path} to be an Integer value");

    /// <summary>The variable as a canonical integer.</summary>
    public BigInteger Integer(HintRun run) => Felt(run).ToBigInteger();

    /// <summary>The variable as a pointer.</summary>
    public Relocatable Pointer(HintRun run) => Get(run) is { IsAddress: true } content
        ? content.Address
        : throw new HintException("IdentifierNotRelocatable", $"Expected ids.{path} to be a Relocatable value");

    /// <summary>Writes the variable.</summary>
    public void Set(HintRun run, in MaybeRelocatable value) => run.Memory.Insert(Address(run), value);

    /// <summary>Writes an integer modulo the field's modulus.</summary>
    public void Set(HintRun run, BigInteger value) => run.Memory.Insert(Address(run), Fields.Felt.FromBigInteger(value));

    /// <summary>Writes 1 or 0.</summary>
    public void Set(HintRun run, bool value) => run.Memory.Insert(Address(run), value ? Fields.Felt.One : Fields.Felt.Zero);

    private MaybeRelocatable Evaluate(HintRun run, ReferenceExpression cell) =>
        cell.Evaluate(run.Machine, apShift is { } shift ? run.Machine.Ap.Offset - shift : -1);

    private MaybeRelocatable Load(HintRun run, Relocatable address)
    {
        MaybeRelocatable content = run.Memory.Get(address);
        return content.IsEmpty ? throw new HintException("UnknownIdentifier", $"nothing was written to ids.{path} at {address}") : content;
    }

    private Relocatable AsAddress(in MaybeRelocatable content) =>
        content.IsAddress ? content.Address : throw Failure($"leads through {content}, which is no address");

    private HintException Failure(string what) => new("UnknownIdentifier", $"ids.{path} {what}");
}
