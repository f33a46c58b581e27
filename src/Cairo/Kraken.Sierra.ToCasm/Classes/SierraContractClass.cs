using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Classes;

/// <summary>What the compiler needs of a Sierra class.</summary>
/// <param name="Program">The felts of <c>sierra_program</c>, version felts included.</param>
/// <param name="EntryPoints">The entry points, each kind by ascending selector.</param>
public sealed record SierraContractClass(ImmutableArray<Felt> Program, EntryPoints<SierraEntryPoint> EntryPoints);
