using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Modules;

/// <summary>Where imported modules come from.</summary>
public interface IModuleSource
{
    /// <summary>The text of a module, null if there is none of this name.</summary>
    /// <param name="module">Parts joined by dots, each a name of the language, such as <c>lib.math</c>.</param>
    /// <exception cref="CairoException">The module is there, but cannot be read.</exception>
    SourceFile? Find(string module);

    /// <summary>The places where <see cref="Find"/> looked, in order, for the message that a module is missing.</summary>
    IEnumerable<string> Places(string module);
}
