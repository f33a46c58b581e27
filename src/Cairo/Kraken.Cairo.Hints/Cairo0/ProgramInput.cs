using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>
/// Numbers that a Cairo 0 program asks for by name. Hints that do nothing else than take one, into a variable each line or to ap, are
/// recognised by their form; others that read program_input are unknown.
/// </summary>
public sealed partial class ProgramInput
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxMembers = 1 << 14;
    private readonly Dictionary<string, Felt?> numbers;

    private ProgramInput(Dictionary<string, Felt?> numbers)
    {
        this.numbers = numbers;
    }

    /// <summary>Nothing.</summary>
    public static ProgramInput Empty { get; } = new([]);

    /// <summary>Reads an object of numbers, as such or in hexadecimal text; members of other kinds can only not be asked for.</summary>
    /// <returns>False with <paramref name="error"/> set when it is none.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ProgramInput? input, [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(json, MaxBytes, Read, out input, out error);

    /// <summary>Reads an object within a decoding.</summary>
    internal static ProgramInput Read(JsonNode node) => new(node.Members(
        MaxMembers,
        static member => member.Element.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? ExecutableArguments.ReadNumber(member)
            : (Felt?)null));

    /// <summary>The hints of a program that read this input, by their text.</summary>
    public IReadOnlyDictionary<string, HintFactory> HintsOf(CairoProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Dictionary<string, HintFactory> own = [];
        foreach (string text in program.Hints.Select(hint => hint.Code).Distinct())
        {
            if (ToAp().Match(text) is { Success: true } match)
            {
                string name = match.Groups["name"].Value;
                own.Add(text, _ => run => run.SetAp(Number(name)));
            }
            else if (ToVariables().IsMatch(text))
            {
                own.Add(text, ids => Assign(ids, text));
            }
        }

        return own;
    }

    private Action<HintRun> Assign(HintBinder ids, string text)
    {
        (HintId Variable, string Name)[] assignments = [.. ToVariable().Matches(text)
            .Select(match => (ids[match.Groups["id"].Value], match.Groups["name"].Value))];
        return run =>
        {
            foreach ((HintId variable, string name) in assignments)
            {
                variable.Set(run, Number(name));
            }
        };
    }

    private Felt Number(string name) => numbers.TryGetValue(name, out Felt? number)
        ? number ?? throw new HintException("ProgramInput", $"the program asks for a number '{name}' of its input, which is none")
        : throw new HintException("ProgramInput", $"the program asks for '{name}', which its input does not have");

    [GeneratedRegex(@"\Amemory\[ap\] = to_felt_or_relocatable\(program_input\[(?<q>['""])(?<name>\w+)\k<q>\]\)\z")]
    private static partial Regex ToAp();

    [GeneratedRegex(@"\A(?:ids\.[\w.]+ = program_input\[(?:'\w+'|""\w+"")\](?:\n|\z))+\z")]
    private static partial Regex ToVariables();

    [GeneratedRegex(@"ids\.(?<id>[\w.]+) = program_input\[['""](?<name>\w+)['""]\]")]
    private static partial Regex ToVariable();
}
