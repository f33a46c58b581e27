using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Modules;

/// <summary>The builtins that a program uses.</summary>
internal static class BuiltinsDirectives
{
    /// <summary>Those of the only directive, in its order; none if there is no directive.</summary>
    /// <exception cref="CairoException">There are two directives, or one names a builtin twice.</exception>
    public static ImmutableArray<string> Collect(IReadOnlyList<CairoModule> modules)
    {
        ImmutableArray<string>? builtins = null;
        foreach (var directive in modules.SelectMany(module => module.Body.Elements).OfType<BuiltinsDirective>())
        {
            if (builtins is not null)
            {
                throw new CairoException("Redefinition of builtins directive.", directive.Location);
            }

            var seen = new HashSet<string>();
            if (directive.Builtins.FirstOrDefault(builtin => !seen.Add(builtin)) is { } twice)
            {
                throw new CairoException($"The builtin '{twice}' appears twice in builtins directive.", directive.Location);
            }

            builtins = [.. directive.Builtins];
        }

        return builtins ?? [];
    }
}
