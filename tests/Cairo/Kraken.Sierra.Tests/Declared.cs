using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.Tests;

/// <summary>Programs that only declare types and library functions.</summary>
internal static class Declared
{
    /// <summary>Declares types (separated by ';', the last declared last) and library functions.</summary>
    public static bool TryBuild(string types, IEnumerable<string> libfuncs, out SierraRegistry? registry, out SierraError? error)
    {
        string invocations = string.Join('\n', libfuncs.Select(libfunc => $"{libfunc}() -> ()"));
        string text = SierraSource.Expand($"uses {types}\n{invocations}");

        // Declarations alone: the statements that named the library functions are left out.
        string declarations = string.Join('\n', text.Split('\n').Where(line => line.StartsWith("type ", System.StringComparison.Ordinal)
            || line.StartsWith("libfunc ", System.StringComparison.Ordinal)));
        Assert.True(SierraText.TryParse(declarations, out SierraProgram? program, out error), $"{error}\n{declarations}");
        return SierraRegistry.TryBuild(program!, out registry, out error);
    }

    /// <summary>A type as an expression, such as Array&lt;u8&gt;.</summary>
    public static string Name(SierraRegistry registry, int type)
    {
        TypeDeclaration declaration = registry.Program.Types[type];
        string args = string.Join(", ", declaration.Args.Select(arg => arg.Kind switch
        {
            GenericArgKind.Type => Name(registry, arg.Index),
            GenericArgKind.UserType => $"ut@{arg.Name}",
            _ => arg.Value.ToString(),
        }));
        return args.Length == 0 ? declaration.GenericId : $"{declaration.GenericId}<{args}>";
    }
}
