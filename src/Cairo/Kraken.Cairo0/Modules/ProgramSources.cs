using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Modules;

/// <summary>All files of a program in the order in which they are compiled.</summary>
internal static class ProgramSources
{
    /// <summary>
    /// The start code in proof mode, the registers module, then for each main file what it imports in post-order and the file itself.
    /// Start code and main files share the scope <c>__main__</c>.
    /// </summary>
    /// <exception cref="CairoException">A file does not parse, a module is missing, or modules import one another in a ring.</exception>
    public static IReadOnlyList<CairoModule> Load(IReadOnlyList<SourceFile> mains, IModuleSource modules, bool isProofMode)
    {
        var imports = new ImportOrder(modules);
        if (isProofMode)
        {
            imports.AddMain(BuiltInModules.Start);
        }

        imports.Add(BuiltInModules.RegistersName);
        foreach (var main in mains)
        {
            imports.AddMain(main);
        }

        return imports.Modules;
    }
}
