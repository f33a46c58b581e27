using System.Globalization;
using System.IO;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>A place in a YAML file.</summary>
/// <param name="File">What errors call the file.</param>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="Column">The column, from 1 on.</param>
/// <param name="Path">The members that lead there, such as "accounts[2].balance"; empty for the whole file.</param>
internal readonly record struct YamlPlace(string File, long Line, long Column, string Path)
{
    /// <summary>The error about what stands there.</summary>
    public InvalidDataException Refuse(string problem)
    {
        string member = Path.Length > 0 ? $"{Path}: " : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"{File}, line {Line}, column {Column}: {member}{problem}"));
    }

    public YamlPlace Member(string name) => this with { Path = Path.Length > 0 ? $"{Path}.{name}" : name };

    public YamlPlace Entry(int index) => this with { Path = string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]") };
}
