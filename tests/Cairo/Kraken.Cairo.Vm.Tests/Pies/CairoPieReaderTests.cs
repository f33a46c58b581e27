using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Pies;

/// <summary>PIEs that are read, and what is wrong with others.</summary>
public sealed class CairoPieReaderTests
{
    private const string Prime = "3618502788666131213697322783095070105623107215331596699973092056135872020481";
    private const int RecordSize = 40;

    private static readonly byte[] Pedersen = PieFiles.Of("pedersen_states");

    [Fact]
    public void EveryFileIsRead()
    {
        CairoPie pie = PieFiles.Read(Pedersen);
        Assert.Equal((239, 127), (pie.Program.Length, pie.Main));
        Assert.Equal([BuiltinName.Output, BuiltinName.Pedersen], pie.Builtins);
        Assert.Equal([239, 418, 7, 93, 0, 0], pie.SegmentSizes);
        Assert.Equal(757, pie.Memory.Count);
        Assert.Equal(Enumerable.Range(0, 31).Select(i => (3, (2L + (3 * i)))),
            pie.Additional.Verified.Select(cell => (cell.Segment, cell.Offset)));
        Assert.Equal((527, 0, 31), (pie.Resources.Steps, pie.Resources.MemoryHoles, pie.Resources.BuiltinInstances[BuiltinName.Pedersen]));
        CairoPie transfers = PieFiles.Read(PieFiles.TenTransfers());
        Assert.Equal((12, 18), transfers.Additional.Pages[1]);
    }

    [Fact]
    public void WhatTheLibraryPacksAndCellsInAnyOrderAreTheSame()
    {
        Dictionary<string, byte[]> files = PieFiles.Unpack(Pedersen);
        foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.SmallestSize])
        {
            CairoPie packed = PieFiles.Read(PieFiles.Pack(files, level));
            Assert.Equal(PieFiles.Read(Pedersen).Memory, packed.Memory);
        }

        files[PieFiles.Memory] = [.. files[PieFiles.Memory].Chunk(RecordSize).Reverse().SelectMany(record => record)];
        Assert.Equal(PieFiles.Read(Pedersen).Memory, PieFiles.Read(PieFiles.Pack(files)).Memory);
        files.Remove(PieFiles.Version);
        PieFiles.Read(PieFiles.Pack(files));
    }

    [Theory]
    [InlineData(PieFiles.Version, "1.1", "2.0", "version.json.cairo_pie: expected 1.0 or 1.1, got \"2.0\"")]
    [InlineData(PieFiles.Metadata, Prime, "17", $"metadata.json.program.prime: expected {Prime}, got 17")]
    [InlineData(PieFiles.Metadata, "\"main\":127", "\"main\":239",
        "metadata.json.program.main: expected an offset of the program's 239 words, got 239")]
    [InlineData(PieFiles.Metadata, "\"main\":127", "\"main\":-1", "metadata.json.program.main: expected an offset of the program's")]
    [InlineData(PieFiles.Metadata, "\"data\":[", $"\"data\":[{Prime},",
        $"metadata.json.program.data[0]: expected an integer of 0 to the prime, got 3618")]
    [InlineData(PieFiles.Metadata, "\"data\":[", "\"data\":[-1,", "metadata.json.program.data[0]: expected an integer of 0 to the prime")]
    [InlineData(PieFiles.Metadata, "\"data\":[", "\"data\":[\"1\",", "metadata.json.program.data[0]: expected an integer, got \"1\"")]
    [InlineData(PieFiles.Metadata, "\"data\":[", "\"data\":[1,", "metadata.json.program_segment.size: expected 240, got 239")]
    [InlineData(PieFiles.Metadata, "[\"output\",\"pedersen\"]", "[\"pedersen\",\"output\"]",
        "metadata.json.program.builtins[1]: expected a builtin that comes after pedersen, got \"output\"")]
    [InlineData(PieFiles.Metadata, "[\"output\",\"pedersen\"]", "[\"output\"]",
        "metadata.json.builtin_segments: expected the segments of 1 builtins")]
    [InlineData(PieFiles.Metadata, "[\"output\",\"pedersen\"]", "[\"output\",\"pedersen\",\"segment_arena\"]",
        "metadata.json.program.builtins[2]: expected a builtin, got \"segment_arena\"")]
    [InlineData(PieFiles.Metadata, "{\"index\":3,", "{\"index\":4,", "metadata.json.builtin_segments.pedersen.index: expected 3, got 4")]
    [InlineData(PieFiles.Metadata, "{\"index\":4,\"size\":0}", "{\"index\":4,\"size\":1}",
        "metadata.json.ret_fp_segment.size: expected 0, got 1")]
    [InlineData(PieFiles.Metadata, "\"size\":418", "\"size\":-1",
        "metadata.json.execution_segment.size: expected a number of cells, got -1")]
    [InlineData(PieFiles.Metadata, "\"size\":418", "\"size\":8388370",
        "metadata.json.execution_segment.size: expected at most 8388608 cells in all segments, got 8388609 up to this one")]
    [InlineData(PieFiles.Metadata, "\"size\":418", "\"size\":417",
        "memory.bin: expected a cell of the metadata's segments in record 656, got 1:417")]
    [InlineData(PieFiles.Metadata, "\"size\":93", "\"size\":90",
        "memory.bin: expected an address of the metadata's segments in cell ")]
    [InlineData(PieFiles.Additional, "[[3,2],", "[[3,93],", "additional_data.json.pedersen_builtin[0]: expected a cell of the pedersen")]
    [InlineData(PieFiles.Additional, "[[3,2],", "[[2,2],", "additional_data.json.pedersen_builtin[0]: expected a cell of the pedersen")]
    [InlineData(PieFiles.Additional, "[[3,2],", "[[3],", "additional_data.json.pedersen_builtin[0]: expected a list of two, got [3]")]
    [InlineData(PieFiles.Additional, "pedersen_builtin", "keccak_builtin",
        "additional_data.json.keccak_builtin: expected the name of a builtin of the program, with '_builtin'")]
    [InlineData(PieFiles.Additional, "\"pages\":{}", "\"pages\":{\"1\":[3,5]}",
        "additional_data.json.output_builtin.pages.1: expected a page with a number of its own, within the 7 cells of the output, got [")]
    [InlineData(PieFiles.Additional, "\"pages\":{}", "\"pages\":{\"0\":[0,1]}", "additional_data.json.output_builtin.pages.0: expected")]
    [InlineData(PieFiles.Additional, "\"pages\":{}", "\"pages\":{\"1\":{\"start\":2147483647,\"size\":2147483647}}",
        "additional_data.json.output_builtin.pages.1: expected")]
    [InlineData(PieFiles.Resources, "\"n_steps\":527", "\"n_steps\":0", "execution_resources.json.n_steps: expected a number of 1 to")]
    [InlineData(PieFiles.Resources, "\"n_steps\":527", "\"n_steps\":1073741824", "execution_resources.json.n_steps: expected a number")]
    [InlineData(PieFiles.Resources, "\"n_steps\":527,", "", "execution_resources.json: expected a field 'n_steps'")]
    [InlineData(PieFiles.Resources, ",\"pedersen_builtin\":31", "",
        "execution_resources.json.builtin_instance_counter: expected the 2 builtins of the program")]
    [InlineData(PieFiles.Resources, "pedersen_builtin", "output_builtin",
        "execution_resources.json.builtin_instance_counter.output_builtin: expected each builtin once")]
    public void ThePlaceAtFaultIsNamed(string file, string part, string changed, string expected) =>
        Assert.StartsWith(expected, PieFiles.Refusal(PieFiles.With(Pedersen, file, part, changed)), StringComparison.Ordinal);

    [Theory]
    [InlineData(7, 0x00, "memory.bin: expected an address in record 0, got 0")]
    [InlineData(7, 0xff, "memory.bin: expected a cell of the metadata's segments in record 0, got 65")]
    [InlineData(39, 0x7f, "memory.bin: expected a field element below the prime in cell 0:0, got 7f")]
    [InlineData(39, 0x80, "memory.bin: expected an address of the metadata's segments in cell 0:0, got ")]
    [InlineData(39, 0xff, "memory.bin: expected an address of the metadata's segments in cell 0:0, got ")]
    public void AMalformedCellIsNamed(int at, byte value, string expected)
    {
        Dictionary<string, byte[]> files = PieFiles.Unpack(Pedersen);
        files[PieFiles.Memory][at] = value;
        Assert.StartsWith(expected, PieFiles.Refusal(PieFiles.Pack(files)), StringComparison.Ordinal);
    }

    [Fact]
    public void CellsThatAreTwiceOrCutAreNamed()
    {
        Dictionary<string, byte[]> files = PieFiles.Unpack(Pedersen);
        byte[] memory = files[PieFiles.Memory];
        files[PieFiles.Memory] = [.. memory, .. memory.AsSpan(RecordSize, RecordSize)];
        Assert.Equal("memory.bin: expected each cell once, got cell 0:1 twice", PieFiles.Refusal(PieFiles.Pack(files)));
        files[PieFiles.Memory] = memory[..^1];
        Assert.Equal("memory.bin: expected records of 40 bytes, got 30279 bytes", PieFiles.Refusal(PieFiles.Pack(files)));
    }

    [Fact]
    public void OneMoreThanEachLimitIsRefused()
    {
        CairoPieLimits exact = new(Pedersen.Length, 6747, 757, 6);
        Assert.True(CairoPieReader.TryRead(Pedersen, exact, out _, out ProgramError? error), error?.ToString());
        Assert.Equal(
            $"archive: expected at most {Pedersen.Length - 1} bytes, got {Pedersen.Length}",
            PieFiles.Refusal(Pedersen, exact with { ArchiveBytes = Pedersen.Length - 1 }));
        Assert.Equal(
            "metadata.json: expected at most 6746 bytes unpacked, got 6747", PieFiles.Refusal(Pedersen, exact with { JsonBytes = 6746 }));
        Assert.StartsWith(
            "metadata.json.builtin_segments.pedersen.size: expected at most 756 cells in all segments, got 757 up to this one",
            PieFiles.Refusal(Pedersen, exact with { Cells = 756 }), StringComparison.Ordinal);
        Assert.Equal(
            "metadata.json.extra_segments: expected at most 0 items, got 1",
            PieFiles.Refusal(
                PieFiles.With(Pedersen, PieFiles.Metadata, "\"extra_segments\":[]", "\"extra_segments\":[{\"index\":6,\"size\":0}]"),
                exact with { ArchiveBytes = 1 << 20, JsonBytes = 1 << 20 }));
        CairoPieLimits few = exact with { ArchiveBytes = 1 << 20, JsonBytes = 1 << 20, Segments = 5 };
        Assert.Contains("at most -1 items", PieFiles.Refusal(Pedersen, few), StringComparison.Ordinal);
    }

    /// <summary>No cell bounds empty pages and the numbers of attributes, and a bootloader keeps them for each of its tasks.</summary>
    [Fact]
    public void PagesAndAttributesAreBounded()
    {
        string Pages(int count) => $"\"pages\":{{{string.Join(',', Enumerable.Range(1, count).Select(id => $"\"{id}\":[0,0]"))}}}";
        string Attributes(int count) => $"\"attributes\":{{\"a\":[{string.Join(',', Enumerable.Repeat("1", count))}]}}";
        byte[] With(string part, string changed) => PieFiles.With(Pedersen, PieFiles.Additional, part, changed);
        Assert.Equal(65536, PieFiles.Read(With("\"pages\":{}", Pages(65536))).Additional.Pages.Count);
        Assert.StartsWith(
            "additional_data.json.output_builtin.pages: expected at most 65536 pages, got ",
            PieFiles.Refusal(With("\"pages\":{}", Pages(65537))), StringComparison.Ordinal);
        Assert.Equal(65535, PieFiles.Read(With("\"attributes\":{}", Attributes(65535))).Additional.Attributes["a"].Count);
        Assert.StartsWith(
            "additional_data.json.output_builtin.attributes: expected attributes of at most 65536 numbers and names together, got ",
            PieFiles.Refusal(With("\"attributes\":{}", Attributes(65536))), StringComparison.Ordinal);
    }

    [Fact]
    public void ABombEndsWhereTheLimitIs()
    {
        // A thousand bytes for each that is sent.
        Dictionary<string, byte[]> files = PieFiles.Unpack(Pedersen);
        files[PieFiles.Additional] = new byte[64 << 20];
        byte[] bomb = PieFiles.Pack(files, CompressionLevel.SmallestSize);
        Assert.InRange(bomb.Length, 1, 100_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"additional_data.json: expected at most {8 << 20} bytes unpacked, got {64 << 20}", PieFiles.Refusal(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);

        // The directory says less than there is: what is unpacked ends with what was said.
        byte[] liar = [.. bomb];
        int directory = IndexOfEntry(liar, PieFiles.Additional);
        BinaryPrimitives.WriteUInt32LittleEndian(liar.AsSpan(directory + 24), 100);
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("additional_data.json: expected 100 bytes unpacked, as the archive says, got more", PieFiles.Refusal(liar));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);

        // Cells are bounded in number, and the memory's bytes never lie in one array.
        files = PieFiles.Unpack(Pedersen);
        byte[] record = files[PieFiles.Memory][..RecordSize];
        files[PieFiles.Memory] = [.. Enumerable.Repeat(record, 200_000).SelectMany(bytes => bytes)];
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(
            "memory.bin: expected at most 10000 cells, got more",
            PieFiles.Refusal(PieFiles.Pack(files), CairoPieLimits.Default with { Cells = 10_000 }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public void AnArchiveThatIsNoneOrOfOtherFilesIsNamed()
    {
        Assert.Equal("archive: expected the end of a zip archive's directory, got 0 bytes without it", PieFiles.Refusal([]));
        Assert.Equal(
            "archive: expected the end of a zip archive's directory, got 2 bytes without it", PieFiles.Refusal([(byte)'{', (byte)'}']));
        Dictionary<string, byte[]> files = PieFiles.Unpack(Pedersen);
        files.Remove(PieFiles.Resources);
        Assert.Equal("archive: expected a file execution_resources.json, got none", PieFiles.Refusal(PieFiles.Pack(files)));
        files["../x"] = [];
        Assert.StartsWith("archive: expected only files version.json, ", PieFiles.Refusal(PieFiles.Pack(files)), StringComparison.Ordinal);
        files[PieFiles.Resources] = [];
        Assert.Equal("archive: expected at most 5 files, got 6", PieFiles.Refusal(PieFiles.Pack(files)));
        Assert.Equal(
            "archive.files[1]: expected a name that no other file has, got metadata.json",
            PieFiles.Refusal(PieFiles.Pack([new(PieFiles.Metadata, []), new(PieFiles.Metadata, [])])));
    }

    [Theory]
    [InlineData(8, 1, "expected a file that is not encrypted, got an encrypted one")]
    [InlineData(10, 4, "expected a file stored (0) or deflated (8), got method 12")]
    [InlineData(16, 1, "expected bytes with the checksum ")]
    [InlineData(23, 0x40, "expected content within the 6258 bytes of the archive, got bytes ")]
    [InlineData(24, 1, "expected 6746 bytes unpacked, as the archive says, got more")]
    [InlineData(25, 0x40, "expected 23131 bytes unpacked, as the archive says, got 6747")]
    [InlineData(42, 0xff, "expected the signature 04034b50 at ")]
    public void ADamagedDirectoryIsNamed(int at, byte value, string expected)
    {
        byte[] damaged = [.. Pedersen];
        damaged[IndexOfEntry(damaged, PieFiles.Metadata) + at] ^= value;
        Assert.Contains(expected, PieFiles.Refusal(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void AnyDamageIsReadOrRefusedAndNothingElseIsThrown()
    {
        Random random = new(20261129);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. Pedersen];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            bool read = CairoPieReader.TryRead(damaged, CairoPieLimits.Default, out CairoPie? pie, out ProgramError? error);
            Assert.Equal((read, !read), (pie is not null, error is not null));
            if (round < 200)
            {
                PieFiles.Refusal(Pedersen[..(Pedersen.Length * round / 200)]);
            }
        }
    }

    // Where the directory tells of a file.
    private static int IndexOfEntry(byte[] archive, string name)
    {
        int at = archive.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) - 46;
        Assert.Equal(0x02014b50u, BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(at)));
        return at;
    }
}
