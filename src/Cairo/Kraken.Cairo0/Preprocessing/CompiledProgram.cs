using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo0.Code;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>A compiled program with all that its JSON says.</summary>
/// <param name="Builtins">In the order of the directive.</param>
/// <param name="Instructions">All instructions with their words, in order.</param>
/// <param name="Attributes">In the order of their ends.</param>
/// <param name="Identifiers">Names with what they stand for, the compiler's own labels left out, sorted.</param>
/// <param name="References">By number.</param>
internal sealed record CompiledProgram(
    ImmutableArray<string> Builtins,
    ImmutableArray<(EmittedInstruction Instruction, CodeWords Words)> Instructions,
    IReadOnlyList<AttributeScope> Attributes,
    ImmutableSortedDictionary<ScopedName, IdentifierDefinition> Identifiers,
    IReadOnlyList<Reference> References);
