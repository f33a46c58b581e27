using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Puts statements behind others, which are told apart by reference: equal statements stand in many places.</summary>
internal sealed class Injection
{
    private readonly Dictionary<CodeElement, List<CodeElement>> added = new(ReferenceEqualityComparer.Instance);

    /// <summary>Asks that a statement be put behind another, and behind those put there before.</summary>
    public void After(CodeElement element, CodeElement statement)
    {
        if (!added.TryGetValue(element, out var list))
        {
            list = [];
            added.Add(element, list);
        }

        list.Add(statement);
    }

    /// <summary>The block with all statements put in, or null if one of the elements is not in it.</summary>
    public CodeBlock? Into(CodeBlock block)
    {
        var result = Add(block);
        return added.Count == 0 ? result : null;
    }

    private CodeBlock Add(CodeBlock block) => block with { Elements = block.Elements.SelectMany(Add).ToNodeList() };

    private IEnumerable<CodeElement> Add(CodeElement element)
    {
        CodeElement inner = element switch
        {
            IfElement e => Add(e),
            WithElement e => e with { Body = Add(e.Body) },
            WithAttributeElement e => e with { Body = Add(e.Body) },
            _ => element,
        };
        return added.Remove(element, out var behind) ? behind.Prepend(inner) : [inner];
    }

    private IfElement Add(IfElement e)
    {
        var then = Add(e.Then);
        return e with { Then = then, Else = e.Else is null ? null : Add(e.Else) };
    }
}
