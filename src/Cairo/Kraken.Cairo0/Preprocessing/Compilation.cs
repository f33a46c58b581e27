using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>The program as far as it is compiled. One function at a time is tried; a failed attempt is taken back.</summary>
/// <param name="names">The names, seen from the place that is compiled.</param>
internal sealed class Compilation(NameResolver names)
{
    private readonly List<EmittedInstruction> instructions = [];
    private readonly List<AttributeScope> attributes = [];
    private ImmutableHashSet<ScopedName> temporaries = [];
    private int nextTemporary;

    /// <summary>The names, seen from the place that is compiled.</summary>
    public NameResolver Names { get; } = names;

    /// <summary>Where ap is and which references hold.</summary>
    public FlowTracking Flow { get; } = new();

    /// <summary>The functions begun so far.</summary>
    public Dictionary<ScopedName, FunctionProgress> Functions { get; } = [];

    /// <summary>The instructions so far.</summary>
    public IReadOnlyList<EmittedInstruction> Instructions => instructions;

    /// <summary>The attributes so far, in the order of their ends.</summary>
    public IReadOnlyList<AttributeScope> Attributes => attributes;

    /// <summary>Words so far.</summary>
    public int Pc { get; private set; }

    /// <summary>The references that may be passed on as implicit arguments here.</summary>
    public ImmutableHashSet<ScopedName> Implicit { get; set; } = [];

    /// <summary>The attempt at a function whose references may be lost; null where none may.</summary>
    public ReferenceTrial? Trial { get; set; }

    /// <summary>The statement of the source that is compiled, to which a lost reference leads back.</summary>
    public CodeElement? Statement { get; set; }

    /// <summary>The function of the innermost scope, null outside of functions.</summary>
    public FunctionProgress? Function => Functions.GetValueOrDefault(Names.Current);

    /// <summary>Adds an instruction of a number of words.</summary>
    /// <exception cref="CairoException">The program is too long.</exception>
    public void Emit(EmittedInstruction instruction, int words)
    {
        instructions.Add(instruction);
        Pc += words;
        if (Pc > CompilerLimits.CodeWords)
        {
            throw new CairoException($"The program has more than {CompilerLimits.CodeWords} words.", instruction.Instruction.Location);
        }
    }

    /// <summary>Adds an attribute, whose block ends here.</summary>
    public void Add(AttributeScope attribute) => attributes.Add(attribute);

    /// <summary>A new name for a temporary, in the innermost scope.</summary>
    public string NewTemporary()
    {
        var name = "__temp" + nextTemporary.ToString(CultureInfo.InvariantCulture);
        nextTemporary++;
        temporaries = temporaries.Add(Names.Current + name);
        return name;
    }

    /// <summary>Defines a name here.</summary>
    /// <exception cref="CairoException">It is defined already.</exception>
    public void Define(ScopedName name, IdentifierDefinition definition, Location? location) =>
        Names.Define(name, definition, location, temporaries.Contains(name));

    /// <summary>Binds a reference here, for the first time or again.</summary>
    /// <exception cref="CairoException">The name cannot be a reference, or had another type.</exception>
    public void Bind(ScopedName name, Expression value, CairoType type, Location? location)
    {
        if (name.Last == "_")
        {
            throw new CairoException("Reference name cannot be '_'.", location);
        }

        ExpressionSize.Check(value, location);
        Reference reference = new(Pc, value, Flow.State.Ap, location is null ? [] : [location], Statement);
        Flow.Bind(name, reference);
        if (Flow.References.Count > CompilerLimits.References)
        {
            throw new CairoException($"The program has more than {CompilerLimits.References} references.", location);
        }

        if (Names.Identifiers.ByFullName(name) is ReferenceDefinition bound)
        {
            if (bound.Type != type)
            {
                throw new CairoException(
                    "Reference rebinding must preserve the reference type. "
                    + $"Previous type: '{SyntaxText.Write(bound.Type)}', new type: '{SyntaxText.Write(type)}'.",
                    location);
            }

            bound.References.Add(reference);
            return;
        }

        ReferenceDefinition definition = new(name, type);
        definition.References.Add(reference);
        Define(name, definition, location);
    }

    /// <summary>Binds a reference to the cells at a register and an offset.</summary>
    public void BindCells(ScopedName name, Register register, int offset, CairoType type, Location? location) =>
        Bind(name, Cells(register, offset, type, location), type, location);

    /// <summary>[cast(register + offset, type*)].</summary>
    public static DerefExpression Cells(Register register, int offset, CairoType type, Location? location)
    {
        RegisterExpression start = new(register) { Location = location };
        ConstantExpression distance = new(offset) { Location = location };
        OperatorExpression address = new(start, BinaryOperator.Add, distance) { Location = location };
        PointerType pointer = new(type) { Location = location };
        return new DerefExpression(new CastExpression(address, pointer) { Location = location }) { Location = location };
    }

    /// <summary>The point that <see cref="RollBack"/> returns to.</summary>
    public CompilationPoint Point() =>
        new(instructions.Count, Pc, Flow.Point(), nextTemporary, temporaries, attributes.Count, Names.Identifiers.Point);

    /// <summary>Takes back everything behind a point, save what <see cref="Functions"/> knows.</summary>
    public void RollBack(CompilationPoint point)
    {
        instructions.RemoveRange(point.Instructions, instructions.Count - point.Instructions);
        attributes.RemoveRange(point.Attributes, attributes.Count - point.Attributes);
        Pc = point.Pc;
        Flow.RollBack(point.Flow);
        nextTemporary = point.NextTemporary;
        temporaries = point.Temporaries;
        Names.Identifiers.RollBack(point.Identifiers);
    }
}
