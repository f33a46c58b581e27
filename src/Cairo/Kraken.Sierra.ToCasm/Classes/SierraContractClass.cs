using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Classes;

/// <summary>An entry point of a Sierra class.</summary>
/// <param name="Selector">The selector.</param>
/// <param name="FunctionIndex">The function of the program that it calls.</param>
public readonly record struct SierraEntryPoint(Felt Selector, ulong FunctionIndex);

/// <summary>What the compiler needs of a Sierra class.</summary>
/// <param name="Program">The felts of <c>sierra_program</c>, version felts included.</param>
/// <param name="External">The external functions, by ascending selector.</param>
/// <param name="L1Handler">The handlers of messages from L1, by ascending selector.</param>
/// <param name="Constructor">The constructor, if there is one.</param>
public sealed record SierraContractClass(
    IReadOnlyList<Felt> Program,
    IReadOnlyList<SierraEntryPoint> External,
    IReadOnlyList<SierraEntryPoint> L1Handler,
    IReadOnlyList<SierraEntryPoint> Constructor);
