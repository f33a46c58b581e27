using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Relocation;

/// <summary>Segments laid behind each other from address 1, and the files of memory and trace.</summary>
public sealed class RelocatedMemoryTests
{
    [Fact]
    public void SegmentsFollowEachOtherByTheirSizes()
    {
        VmMemory memory = new();
        Relocatable[] starts = [.. Enumerable.Range(0, 4).Select(_ => memory.AddSegment())];
        memory.Load(starts[0], [(Felt)10, starts[2] + 1, starts[3]]);
        memory.Insert(starts[2] + 4, Felt.MinusOne);
        memory.FinalizeSegment(2, 8);
        memory.Insert(starts[3], starts[1]);
        RelocatedMemory relocated = RelocatedMemory.Of(memory);

        // Sizes 3, 0, 8 and 1.
        Assert.Equal([1L, 4, 4, 12], relocated.SegmentBases);
        Assert.Equal(13, relocated.Size);
        Assert.Equal([(Felt)10, (Felt)5, (Felt)12], relocated.Values[1..4].ToArray());
        Assert.Equal((Felt)4, relocated.Values[12]);
        Assert.Equal([1, 2, 3, 8, 12], Enumerable.Range(0, 13).Where(a => relocated.Known[a]));
        Assert.Equal(6, relocated.AddressOf(starts[2] + 2));
    }

    [Fact]
    public void AddressesWithoutAPlaceAreRefused()
    {
        VmMemory memory = new();
        Relocatable start = memory.AddSegment();
        memory.Insert(start, memory.AddTemporarySegment());
        VmException error = Assert.Throws<VmException>(() => RelocatedMemory.Of(memory));
        Assert.Equal(VmErrorKind.Relocation, error.Kind);
        Assert.Contains("-1:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMemoryFileHasFortyBytesForEachKnownCell()
    {
        VmMemory memory = new();
        Relocatable start = memory.AddSegment();
        Felt large = Felt.FromBigInteger((BigInteger.One << 250) + 77);
        memory.Insert(start + 1, large);
        memory.Insert(start + 3, start);
        using MemoryStream stream = new();
        RelocatedMemory.Of(memory).Write(stream);
        byte[] file = stream.ToArray();
        Assert.Equal(80, file.Length);
        Assert.Equal(2UL, BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal(large.ToBigInteger(), new BigInteger(file.AsSpan(8, 32), isUnsigned: true));
        Assert.Equal(4UL, BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40)));
        Assert.Equal(1, new BigInteger(file.AsSpan(48, 32), isUnsigned: true));
    }

    [Fact]
    public void TheTraceFileHasTheRegistersBeforeEachStep()
    {
        VirtualMachine machine = new(new VmMemory(), traced: true);
        machine.Memory.Load(new Relocatable(0, 0), [Felt.Parse("0x480680017fff8000"), (Felt)5, Felt.Parse("0x480680017fff8000"), (Felt)6]);
        machine.Memory.Load(new Relocatable(1, 0), [Felt.Zero, Felt.Zero]);
        machine.Ap = machine.Fp = new Relocatable(1, 2);
        Assert.Null(machine.RunSteps(2, NoHints.Instance, null));
        RelocatedMemory memory = RelocatedMemory.Of(machine.Memory);
        RegisterState[] trace = RelocatedTrace.Of(machine, memory);
        Assert.Equal([new RegisterState(7, 7, 1), new RegisterState(8, 7, 3)], trace);
        using MemoryStream stream = new();
        RelocatedTrace.Write(trace, stream);
        Assert.Equal([7UL, 7, 1, 8, 7, 3], Enumerable.Range(0, 6).Select(i =>
            BinaryPrimitives.ReadUInt64LittleEndian(stream.ToArray().AsSpan(8 * i))));
        Assert.Throws<ArgumentException>(() => RelocatedTrace.Of(new VirtualMachine(new VmMemory()), memory));
    }
}
