using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>
/// Gives the locals of one function their cells, counted from fp: each local becomes a reference and an assertion, alloc_locals a move of
/// ap by all of them.
/// </summary>
internal sealed class LocalVariables
{
    private readonly StatementCompiler statements;
    private int size;
    private bool sizeIsUsed;
    private Location? first;

    private LocalVariables(StatementCompiler statements) => this.statements = statements;

    /// <summary>True if the function has alloc_locals.</summary>
    public bool HasAllocLocals { get; private set; }

    /// <summary>The statements of the function's body without locals, and whether alloc_locals is among them.</summary>
    /// <exception cref="CairoException">There are locals, but nothing makes room for them.</exception>
    public static (NodeList<CodeElement> Elements, bool HasAllocLocals) Lower(
        StatementCompiler statements,
        CodeBlock body,
        Location? place)
    {
        LocalVariables locals = new(statements);
        var elements = locals.Lower(body.Elements).ToList();
        if (locals.size > 0 && !locals.sizeIsUsed)
        {
            throw new CairoException("A function with local variables must use alloc_locals.", locals.first);
        }

        ConstElement total = new(
            new IdentifierExpression(IdentifierCollector.SizeOfLocals) { Location = place },
            new ConstantExpression(locals.size) { Location = place });
        return (new NodeList<CodeElement>([total, .. elements]), locals.HasAllocLocals);
    }

    private IEnumerable<CodeElement> Lower(IEnumerable<CodeElement> elements) => elements.SelectMany(Lower);

    private CodeBlock Lower(CodeBlock block) => block with { Elements = Lower(block.Elements).ToNodeList() };

    // Blocks become new ones even where nothing in them changes: a reference that is bound by the condition of an if has no statement of
    // the source behind which a local could be put, as in the reference compiler.
    private IReadOnlyList<CodeElement> Lower(CodeElement element)
    {
        switch (element)
        {
            case IfElement e:
                var then = Lower(e.Then);
                return [e with { Then = then, Else = e.Else is null ? null : Lower(e.Else) }];
            case WithElement e:
                return [e with { Body = Lower(e.Body) }];
            case WithAttributeElement e:
                return [e with { Body = Lower(e.Body) }];
            case StaticAssertElement e:
                sizeIsUsed |= UsesSize(e.Left) || UsesSize(e.Right);
                return [e];
            case InstructionElement { Instruction.Body: AddApInstruction { Value: var value } } e:
                sizeIsUsed |= UsesSize(value);
                return [e];
            case AllocLocalsElement e:
                HasAllocLocals = true;
                sizeIsUsed = true;
                AddApInstruction move = new(new IdentifierExpression(IdentifierCollector.SizeOfLocals) { Location = e.Location })
                {
                    Location = e.Location,
                };
                return [e, new InstructionElement(new Instruction(move, false) { Location = e.Location })];
            case LocalElement e:
                return Lower(e);
            case UnpackElement e:
                return Lower(e);
            default:
                return [element];
        }
    }

    private List<CodeElement> Lower(LocalElement e)
    {
        first ??= e.Location;
        e.TypedIdentifier.RefuseModifier();
        var type = e.TypedIdentifier.Type;
        var cells = Compilation.Cells(Register.Fp, size, type, e.TypedIdentifier.Identifier.Location);
        List<CodeElement> lowered = [];
        switch (e.Value)
        {
            case HintExpression hint:
                lowered.Add(VariableCompiler.NondetHint(type, hint, FormattableString.Invariant($"memory[fp + {size}]"), hint.Location));
                break;
            case { } value:
                CastExpression typed = new(value, type, CastKind.Assignment) { Location = value.Location };
                lowered.Add(new AssertEqualElement(cells, typed) { Location = e.Location });
                break;
        }

        lowered.Add(new ReferenceElement(e.TypedIdentifier, cells));
        size = NameResolver.Total([size, statements.Compilation.Names.Size(type)], e.Location);
        return lowered;
    }

    // let (local a: T, b) = f(); is let (local a: T, b) = f(); local a: T = a;
    private List<CodeElement> Lower(UnpackElement e)
    {
        List<CodeElement> lowered = [e];
        foreach (var (identifier, member) in e.Identifiers.Identifiers.Zip(statements.Calls.UnpackedType(e).Members))
        {
            if (identifier.Modifier is not { Name: "local" })
            {
                continue;
            }

            if (identifier.Name == "_")
            {
                throw new CairoException("Reference name cannot be '_'.", identifier.Location);
            }

            var typed = identifier with { DeclaredType = identifier.DeclaredType ?? member.Type, Modifier = null };
            lowered.AddRange(Lower(new LocalElement(typed, identifier.Identifier) { Location = identifier.Location }));
        }

        return lowered;
    }

    private static bool UsesSize(SyntaxNode node) =>
        node is IdentifierExpression { Name: IdentifierCollector.SizeOfLocals } || node.Children.Any(UsesSize);
}
