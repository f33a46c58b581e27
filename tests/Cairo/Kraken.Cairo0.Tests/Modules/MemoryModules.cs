using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;

namespace Kraken.Cairo0.Tests.Modules;

/// <summary>Modules by name.</summary>
internal sealed class MemoryModules(Dictionary<string, string> texts) : IModuleSource
{
    public SourceFile? Find(string module) =>
        texts.TryGetValue(module, out var text) ? new SourceFile("/" + module + ".cairo", text) : null;

    public IEnumerable<string> Places(string module) => ["/" + module + ".cairo"];
}
