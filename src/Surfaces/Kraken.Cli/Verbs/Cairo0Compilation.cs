using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken compile --cairo0</c>.</summary>
internal static class Cairo0Compilation
{
    // A chain of references shows a line of source for each step.
    private const int MostErrorLines = 60;

    /// <summary>Compiles a main file and what it imports; modules come from the folders, then from the current one.</summary>
    /// <returns>The exit code: 1 after an error, which was shown.</returns>
    public static int Run(string path, IReadOnlyList<string> folders, bool isProofMode, string? output)
    {
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            ErrorLine.Write(missing, "expected a folder of modules");
            return 1;
        }

        if (output is not null && !OutputFile.CanWrite(output))
        {
            return 1;
        }

        // The same bound and the same reasons as for every other file that a verb reads.
        if (InputFile.Read(path) is not { } content)
        {
            return 1;
        }

        try
        {
            SourceFile main = SourceReader.FromBytes(content, path);
            Cairo0Program program = CairoCompiler.Compile(
                [main], new ModuleFolders([.. folders, "."]), new CairoCompilerOptions { IsProofMode = isProofMode });
            Write(program, output);
            return 0;
        }
        catch (CairoException exception)
        {
            foreach (string line in exception.Error.Text.Split('\n').Take(MostErrorLines))
            {
                ErrorLine.Write(line);
            }

            return 1;
        }
    }

    private static void Write(Cairo0Program program, string? output)
    {
        string json = program.ToJson();
        if (output is null)
        {
            Console.Write(json);
            return;
        }

        OutputFile.Write(output, Encoding.UTF8.GetBytes(json));
        Console.WriteLine($"code   {program.WordCount} words");
    }
}
