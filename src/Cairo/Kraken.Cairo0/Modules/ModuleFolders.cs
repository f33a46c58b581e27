using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Modules;

/// <summary>Modules as files under folders: <c>lib.math</c> is <c>lib/math.cairo</c>, in the first folder that has it.</summary>
public sealed class ModuleFolders : IModuleSource
{
    private readonly string[] folders;

    /// <summary>Looks in the folders in order; those that do not exist are left out.</summary>
    /// <param name="folders">Relative ones start from the current folder, as it is now.</param>
    public ModuleFolders(IEnumerable<string> folders) =>
        this.folders = [.. folders.Where(Directory.Exists).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];

    /// <inheritdoc />
    public SourceFile? Find(string module)
    {
        var path = Places(module).FirstOrDefault(File.Exists);
        return path is null ? null : SourceReader.Read(path, path);
    }

    /// <inheritdoc />
    public IEnumerable<string> Places(string module)
    {
        var parts = module.Split('.');
        parts[^1] += ".cairo";
        return folders.Select(folder => Path.Combine([folder, .. parts]));
    }
}
