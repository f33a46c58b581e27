using System.Collections.Generic;
using System.IO;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;

namespace Kraken.BlockProof.Sources;

/// <summary>The modules of the block program, which this assembly carries: <c>lib.*</c> and <c>os.*</c>.</summary>
public sealed class BlockModules : IModuleSource
{
    /// <inheritdoc />
    public SourceFile? Find(string module)
    {
        string path = PathOf(module);
        using Stream? stream = typeof(BlockModules).Assembly.GetManifestResourceStream(path);
        if (stream is null)
        {
            return null;
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return SourceReader.FromBytes(bytes, path);
    }

    /// <inheritdoc />
    public IEnumerable<string> Places(string module) => [$"{PathOf(module)} of {typeof(BlockModules).Assembly.GetName().Name}"];

    private static string PathOf(string module) => module.Replace('.', '/') + ".cairo";
}
