using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Assembly;

/// <summary>
/// The constant segments that follow the code: boxed constants by their segment number, then the gate offsets of circuits.
/// </summary>
internal sealed class ConstSegments
{
    private readonly SortedDictionary<int, Segment> segments = [];
    private readonly Dictionary<int, int> circuitSegments = [];
    private readonly SierraRegistry registry;
    private readonly int limit;
    private int dataSize;

    private ConstSegments(SierraRegistry registry, int limit)
    {
        this.registry = registry;
        this.limit = limit;
    }

    /// <summary>The words of all segments, each with the ret before its data.</summary>
    public int TotalSize { get; private set; }

    /// <summary>The data of the segments, in order.</summary>
    public IEnumerable<IReadOnlyList<BigInteger>> Data => segments.Values.Select(s => s.Values);

    /// <summary>The offsets of the segments from the end of the code.</summary>
    public IEnumerable<int> Offsets => segments.Values.Select(s => s.Offset);

    /// <summary>Collects the segments of a program.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="limit">The number of words that they may take.</param>
    public static ConstSegments Build(SierraRegistry registry, int limit)
    {
        ConstSegments result = new(registry, limit);
        foreach (ConcreteLibfunc libfunc in registry.Libfuncs.Where(l => l.GenericId == "const_as_box"))
        {
            int type = libfunc.Args[0].Index;
            result.Add((int)libfunc.Args[1].Value, type, ConstValues.Of(registry, type));
        }

        int next = result.segments.Count;
        foreach (ConcreteLibfunc libfunc in registry.Libfuncs.Where(l => l.GenericId == "get_circuit_descriptor"))
        {
            int type = libfunc.Args[0].Index;
            CircuitInfo circuit = registry.Types[type].Circuit
                ?? throw new SierraException(SierraErrorKind.InvalidLibfunc, "circuit type", type);
            result.circuitSegments[type] = next;
            result.Add(next++, type, [.. circuit.AddGates.Concat(circuit.MulGates).SelectMany(GateOffsets)]);
        }

        result.Place();
        return result;
    }

    /// <summary>The offset of a segment's ret from the end of the code.</summary>
    public int SegmentStart(int segment) => segments[segment].Offset;

    /// <summary>The position of a constant's first word, counted from the end of the code as if segments had no ret of their own.</summary>
    public int ConstStart(int segment, int type) => segments[segment].Offset + segments[segment].Starts[type];

    /// <summary>The position of a circuit's gate offsets.</summary>
    public int CircuitStart(int type) => ConstStart(circuitSegments[type], type);

    private static IEnumerable<BigInteger> GateOffsets(GateOffsets gate) =>
        [gate.Left * CircuitInfo.ValueSize, gate.Right * CircuitInfo.ValueSize, gate.Output * CircuitInfo.ValueSize];

    private void Add(int number, int type, IReadOnlyList<BigInteger> values)
    {
        if (!segments.TryGetValue(number, out Segment? segment))
        {
            if (number != segments.Count)
            {
                throw new SierraException(SierraErrorKind.Compilation, "constant segment", -1, $"number {segments.Count}", $"{number}");
            }

            segments[number] = segment = new Segment();
        }

        segment.Starts[type] = segment.Values.Count;
        segment.Values.AddRange(values);
        dataSize += values.Count;
        if (dataSize + segments.Count > limit)
        {
            throw new SierraException(
                SierraErrorKind.TooLarge, "constant segments", -1, $"at most {limit} words", $"{dataSize + segments.Count}");
        }
    }

    private void Place()
    {
        foreach (Segment segment in segments.Values)
        {
            segment.Offset = TotalSize;
            TotalSize += 1 + segment.Values.Count;
        }
    }

    private sealed class Segment
    {
        public List<BigInteger> Values { get; } = [];

        public Dictionary<int, int> Starts { get; } = [];

        public int Offset { get; set; }
    }
}
