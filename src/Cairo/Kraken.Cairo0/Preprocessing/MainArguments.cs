using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Function main takes and returns the pointers of the builtins, in the order of the directive.</summary>
internal static class MainArguments
{
    /// <summary>Refuses a main that does not; programs without a function main are free.</summary>
    /// <exception cref="CairoException">Other pointers, or another order.</exception>
    public static void Check(CompiledProgram program)
    {
        var main = ScopedName.Main + "main";
        if (Members(program, main + DefinitionElement.ImplicitArgumentScope) is not { } hidden)
        {
            return;
        }

        var expected = program.Builtins.Select(b => b + "_ptr").ToList();
        if (Members(program, main + DefinitionElement.ArgumentScope) is { } arguments)
        {
            Compare("Expected main to contain the following arguments", expected, [.. hidden, .. arguments]);
        }

        if (program.Identifiers.GetValueOrDefault(main + DefinitionElement.ReturnScope) is TypeDefinition { Type: var returns })
        {
            var names = (returns as TupleType)?.Members.Select(m => m.Name).ToList();
            if (names is null || names.Contains(null))
            {
                throw new CairoException("The return values of main() must be named.", null);
            }

            Compare("Expected main to return the following values", expected, [.. hidden, .. names!]);
        }
    }

    private static IEnumerable<string>? Members(CompiledProgram program, ScopedName name) =>
        (program.Identifiers.GetValueOrDefault(name) as StructDefinition)?.Members.Select(m => m.Key);

    private static void Compare(string message, List<string> expected, IReadOnlyList<string> found)
    {
        if (!expected.SequenceEqual(found))
        {
            throw new CairoException($"{message} (in this order): {List(expected)}. Found: {List(found)}.", null);
        }
    }

    private static string List(IEnumerable<string> names) => "[" + string.Join(", ", names.Select(n => $"'{n}'")) + "]";
}
