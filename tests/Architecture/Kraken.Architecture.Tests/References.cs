using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Kraken.Architecture.Tests;

/// <summary>What a compiled assembly uses: the compiler writes down only the references that its code needs.</summary>
internal static class References
{
    /// <summary>The simple names of the assemblies that the assembly at a path refers to.</summary>
    public static IReadOnlySet<string> Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using PEReader file = new(stream);
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToHashSet();
    }
}
