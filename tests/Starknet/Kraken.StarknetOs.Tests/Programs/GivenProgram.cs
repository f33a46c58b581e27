using System;
using System.IO;
using System.Linq;
using Kraken.StarknetOs.Programs;
using Xunit;

namespace Kraken.StarknetOs.Tests.Programs;

/// <summary>
/// The operating system whose sources, which are not in this repository, lie in the folder that the variable names; behind it, separated
/// as paths are, the folders of the library that it imports.
/// </summary>
internal static class GivenProgram
{
    private const string Variable = "KRAKEN_STARKNET_OS";

    private static readonly Lazy<OsProgram> Compiled = new(Compile);

    public static OsProgram Value => Compiled.Value;

    /// <summary>The folder of the sources, and those of the library.</summary>
    public static string[] Folders
    {
        get
        {
            string[] folders = Environment.GetEnvironmentVariable(Variable)?.Split(Path.PathSeparator) ?? [];
            Assert.True(
                folders.Length > 0 && folders.All(Directory.Exists),
                $"{Variable} must name the folder that has {OsProgram.MainFile}, and behind it the folders of the library.");
            return folders;
        }
    }

    private static OsProgram Compile()
    {
        string[] folders = Folders;
        Assert.True(OsProgram.TryCompile(folders[0], folders[1..], out OsProgram? program, out string? error), error);
        return program;
    }
}
