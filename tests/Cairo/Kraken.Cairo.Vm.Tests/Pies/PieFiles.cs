using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Pies;

/// <summary>Genuine PIEs, and archives made of changed files of them.</summary>
internal static class PieFiles
{
    public const string Metadata = "metadata.json";
    public const string Memory = "memory.bin";
    public const string Additional = "additional_data.json";
    public const string Resources = "execution_resources.json";
    public const string Version = "version.json";

    /// <summary>The PIE of a program of the shared data.</summary>
    public static byte[] Of(string program) => File.ReadAllBytes(DataFiles.Folder("cairo", "cairo0_programs", $"{program}.pie.zip"));

    /// <summary>Ten transfers in a block, by the genuine operating system of Starknet.</summary>
    public static byte[] TenTransfers() => File.ReadAllBytes(DataFiles.Folder("starknet", "os", "cairo_pie_10_transfers.zip"));

    public static CairoPie Read(byte[] archive)
    {
        Assert.True(CairoPieReader.TryRead(archive, CairoPieLimits.Default, out CairoPie? pie, out ProgramError? error), error?.ToString());
        return pie;
    }

    public static string Refusal(byte[] archive, CairoPieLimits? limits = null)
    {
        Assert.False(CairoPieReader.TryRead(archive, limits ?? CairoPieLimits.Default, out CairoPie? pie, out ProgramError? error));
        Assert.Null(pie);
        Assert.InRange(error.Got.Length, 0, 200);
        return error.ToString();
    }

    public static Dictionary<string, byte[]> Unpack(byte[] archive)
    {
        using ZipArchive zip = new(new MemoryStream(archive));
        return zip.Entries.ToDictionary(entry => entry.Name, entry =>
        {
            using Stream stream = entry.Open();
            using MemoryStream content = new();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level = CompressionLevel.Fastest)
    {
        using MemoryStream archive = new();
        using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream stream = zip.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }

        return archive.ToArray();
    }

    /// <summary>An archive in which a part of a file, which is there once, is another text.</summary>
    public static byte[] With(byte[] archive, string file, string part, string changed)
    {
        Dictionary<string, byte[]> files = Unpack(archive);
        string text = Encoding.UTF8.GetString(files[file]);
        Assert.Equal(2, text.Split(part).Length);
        files[file] = Encoding.UTF8.GetBytes(text.Replace(part, changed, StringComparison.Ordinal));
        return Pack(files);
    }
}
