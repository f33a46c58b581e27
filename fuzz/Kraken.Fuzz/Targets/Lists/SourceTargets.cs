using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Sources that a user names, of an operating system that others wrote.</summary>
internal static class SourceTargets
{
    private const int LargestSeed = 20_000;

    // Each hint lists all references that hold there, and a function is compiled up to five times.
    private static readonly FuzzBounds Compiling = new(512 << 20, 1 << 14, TimeSpan.FromSeconds(10));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<string>("cairo0", "a Cairo 0 program through the compiler", InputShape.Text, Compile, Programs)
        {
            Limits = Compiling,
        },
    ];

    private static IEnumerable<byte[]> Programs() =>
        SeedData.Folder("cairo/cairo0_language", "*.cairo", LargestSeed)
            .Concat(SeedData.Folder("cairo/cairo0_language/errors", "*.cairo", LargestSeed));

    private static string? Compile(byte[] input)
    {
        try
        {
            SourceFile main = new("main.cairo", SourceFile.Normalize(Encoding.UTF8.GetString(input)));
            return CairoCompiler.Compile([main], new ModuleFolders([])).ToJson();
        }
        catch (CairoException)
        {
            return null;
        }
    }
}
