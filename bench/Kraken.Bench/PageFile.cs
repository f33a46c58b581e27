using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Kraken.Bench;

/// <summary>
/// A page of results that several benchmarks write: each owns what stands from its own first-level heading to the next, and leaves the rest
/// as it is. Charts are files in a folder of the page's name.
/// </summary>
internal sealed class PageFile(string path)
{
    private readonly string folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));

    /// <summary>Writes a chart; gives the line that shows it on the page.</summary>
    public string AddChart(string name, string title, string svg)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.svg"), svg + "\n");
        return $"![{title}]({Path.GetFileName(folder)}/{name}.svg)";
    }

    /// <summary>Replaces the part below a heading, or adds it at the end.</summary>
    public void Write(string heading, string content)
    {
        string part = $"# {heading}\n\n{content.Trim('\n')}\n";
        List<string> parts = File.Exists(path) ? Split(File.ReadAllText(path)) : [];
        int index = parts.FindIndex(other => other.StartsWith($"# {heading}\n", StringComparison.Ordinal));
        if (index < 0)
        {
            parts.Add(part);
        }
        else
        {
            parts[index] = part;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, string.Join("\n", parts.Select(text => text.Trim('\n') + "\n")));
        Console.WriteLine($"written: {path}");
    }

    private static List<string> Split(string page)
    {
        List<string> parts = [];
        foreach (string line in page.Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal) || parts.Count == 0)
            {
                parts.Add(line + "\n");
            }
            else
            {
                parts[^1] += line + "\n";
            }
        }

        return parts;
    }
}
