using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Modules;

/// <summary>Collects modules depth first: each one stands behind all that it imports.</summary>
/// <param name="source">Where they come from.</param>
internal sealed class ImportOrder(IModuleSource source)
{
    private readonly List<CairoModule> modules = [];
    private readonly List<string> open = [];
    private readonly Dictionary<string, string?> languages = [];

    /// <summary>In the order of compilation.</summary>
    public IReadOnlyList<CairoModule> Modules => modules;

    /// <summary>Adds a main file behind what it imports.</summary>
    public void AddMain(SourceFile file) => Add(file.Name, file, ScopedName.Main);

    /// <summary>Adds a module behind what it imports, unless it is there.</summary>
    public void Add(string name) => Add(name, null);

    private void Add(string name, Location? importedAt)
    {
        if (open.Contains(name))
        {
            throw new CairoException(
                "Found circular imports dependency:\n" + string.Concat(open.Select(module => module + " imports\n")) + name, null);
        }

        if (!languages.ContainsKey(name))
        {
            Add(name, Find(name, importedAt), ScopedName.Parse(name));
        }
    }

    private void Add(string name, SourceFile file, ScopedName scope)
    {
        if (modules.Count + open.Count >= CompilerLimits.Modules)
        {
            throw new CairoException($"The program has more than {CompilerLimits.Modules} modules.", null);
        }

        var body = Parser.Parse(file);
        var language = Language(body);
        open.Add(name);
        foreach (var import in Imports(body))
        {
            Add(import.Name, import.Location);
            if (languages[import.Name] is { } imported && imported != language)
            {
                throw new CairoException(
                    $"Importing modules with %lang directive '{imported}' must be from a module with the same directive.", import.Location);
            }
        }

        open.RemoveAt(open.Count - 1);
        modules.Add(new CairoModule(scope, body));
        languages[name] = language;
    }

    private SourceFile Find(string name, Location? importedAt)
    {
        try
        {
            return source.Find(name) ?? (name == BuiltInModules.RegistersName ? BuiltInModules.Registers : throw Missing(name, importedAt));
        }
        catch (CairoException exception) when (exception.Error.Location is null)
        {
            throw new CairoException($"Could not load module '{name}'.\nError: {exception.Error.Message}", importedAt);
        }
    }

    private CairoException Missing(string name, Location? importedAt) => new(
        string.Join('\n', source.Places(name).Prepend($"Could not find module '{name}'. Searched in the following paths:")), importedAt);

    private static string? Language(CodeBlock body)
    {
        var directives = body.Elements.OfType<LangDirective>().ToList();
        return directives.Count > 1
            ? throw new CairoException("Found two %lang directives", directives[1].Location)
            : directives.SingleOrDefault()?.Name;
    }

    /// <summary>Imports of the file and of its functions and namespaces; those within other blocks bring no module.</summary>
    private static IEnumerable<IdentifierExpression> Imports(CodeBlock body) => body.Elements.SelectMany(element => element switch
    {
        ImportElement import => [import.Path],
        DefinitionElement definition => Imports(definition.Body),
        _ => [],
    });
}
