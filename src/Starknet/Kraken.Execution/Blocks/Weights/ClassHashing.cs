using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>
/// An estimate of what the OS spends on the compiled class hash (Blake) of a class, which it computes once for each class that a block
/// executes. The numbers of steps are Starknet's measurements of its OS.
/// </summary>
internal static class ClassHashing
{
    private const long ClassSteps = 54;
    private const long EntryPointTypeSteps = 21;
    private const long EntryPointSteps = 31 + 3;
    private const long BytecodeSteps = 4;
    private const long SegmentedBytecodeSteps = 15;
    private const long SegmentSteps = 30;

    private const long StepsPerPedersen = 8;
    private const long FeltsPerOldEntryPoint = 2;

    // Version, the hashes of three kinds of entry points, the hash of the bytecode.
    private const int FinalFelts = 5;

    internal static VmResources Of(CasmClass casm)
    {
        VmResources resources = default;
        resources.Steps = ClassSteps + BytecodeSteps;
        foreach (EntryPointType type in (EntryPointType[])[EntryPointType.L1Handler, EntryPointType.External, EntryPointType.Constructor])
        {
            AddEntryPoints(ref resources, casm.EntryPoints.Of(type));
        }

        if (casm.Segments is { IsLeaf: false } segments && segments.Children.Sum(segment => segment.Length) == casm.Bytecode.Length)
        {
            AddSegments(ref resources, casm.Bytecode, segments);
        }
        else
        {
            BlakeHashing.Add(ref resources, casm.Bytecode.AsSpan());
        }

        BlakeHashing.Add(ref resources, large: FinalFelts, small: 0);
        return resources;
    }

    /// <summary>The same of a class of Cairo 0: about one Pedersen hash for each felt that enters it.</summary>
    internal static VmResources Of(DeprecatedClass value)
    {
        EntryPoints<DeprecatedEntryPoint> entries = value.EntryPoints;
        long hashes = (FeltsPerOldEntryPoint * (entries.External.Length + entries.L1Handler.Length + entries.Constructor.Length))
            + value.Builtins.Length + value.Bytecode.Length + 1;
        VmResources resources = default;
        resources.Steps = StepsPerPedersen * hashes;
        resources.Builtins[PricedBuiltin.Pedersen] = hashes;
        return resources;
    }

    private static void AddEntryPoints(ref VmResources resources, ImmutableArray<CasmEntryPoint> entryPoints)
    {
        resources.Steps += EntryPointTypeSteps + (EntryPointSteps * entryPoints.Length);
        foreach (CasmEntryPoint entryPoint in entryPoints)
        {
            BlakeHashing.Add(ref resources, large: entryPoint.Builtins.Length, small: 0);
        }

        // Selector and hash of the builtins, and the offset, which is small.
        BlakeHashing.Add(ref resources, large: 2 * entryPoints.Length, small: entryPoints.Length);
    }

    private static void AddSegments(ref VmResources resources, ImmutableArray<Felt> bytecode, SegmentLengths segments)
    {
        resources.Steps += SegmentedBytecodeSteps + (SegmentSteps * segments.Children.Length);
        int start = 0;
        foreach (int length in segments.Children.Select(segment => segment.Length))
        {
            BlakeHashing.Add(ref resources, bytecode.AsSpan().Slice(start, length));
            start += length;
        }

        // A hash and a length of each segment.
        BlakeHashing.Add(ref resources, large: segments.Children.Length, small: segments.Children.Length);
    }
}
