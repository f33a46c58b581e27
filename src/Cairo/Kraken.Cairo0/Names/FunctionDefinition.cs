using System.Collections.Immutable;

namespace Kraken.Cairo0.Names;

/// <summary>A function, which is a label too.</summary>
internal sealed class FunctionDefinition(int pc, ImmutableArray<string> decorators) : LabelDefinition(pc)
{
    /// <summary>The names of its decorators, in order.</summary>
    public ImmutableArray<string> Decorators { get; } = decorators;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Function;
}
