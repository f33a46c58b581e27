using System.Linq;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Lowering;

/// <summary>Rebuilds the blocks of a module around elements that a pass changes; structs stay as they are.</summary>
internal abstract class ElementRewriter
{
    public CairoModule Rewrite(CairoModule module) => module with { Body = Rewrite(module.Body) };

    protected CodeBlock Rewrite(CodeBlock block) => new(block.Elements.Select(Rewrite).ToNodeList());

    protected abstract CodeElement Rewrite(IfElement element);

    private CodeElement Rewrite(CodeElement element) => element switch
    {
        IfElement branch => Rewrite(branch),
        DefinitionElement { Kind: not DefinitionKind.Struct } definition => definition with { Body = Rewrite(definition.Body) },
        WithElement with => with with { Body = Rewrite(with.Body) },
        WithAttributeElement attribute => attribute with { Body = Rewrite(attribute.Body) },
        _ => element,
    };
}
