using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>A program that a seed gives, with arguments to call it with.</summary>
internal sealed class GeneratedProgram
{
    private readonly Listing listing = new();
    private readonly Random random;
    private readonly Palette palette;
    private readonly List<FunctionShape> functions = [];
    private readonly string[] builtins;

    private GeneratedProgram(int seed, int steps)
    {
        random = new Random(seed);
        palette = new Palette(random);
        builtins = [.. Shapes.Builtins.Where(b => random.Next(100) < (b is "RangeCheck" or "GasBuiltin" ? 95 : 40))];
        int helpers = random.Next(4);
        for (int i = 0; i < helpers; i++)
        {
            AddFunction($"f{i}", 1 + random.Next(steps), isMain: false);
        }

        AddFunction("main", steps, isMain: true);
    }

    /// <summary>The text.</summary>
    internal string Text => listing.ToString();

    /// <summary>How often each generic library function stands in it.</summary>
    internal IReadOnlyDictionary<string, int> Counts => listing.Counts;

    /// <summary>The function to call.</summary>
    internal FunctionShape Main => functions[^1];

    /// <summary>Makes the program of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">How many things its main function does.</param>
    internal static GeneratedProgram Create(int seed, int steps) => new(seed, steps);

    private void AddFunction(string name, int steps, bool isMain)
    {
        bool isCounted = !isMain && random.Next(3) == 0 && builtins.Contains("RangeCheck") && builtins.Contains("GasBuiltin");
        bool isTracked = !isCounted && random.Next(10) < 3;
        string[] taken =
            [.. builtins.Where(b => random.Next(100) < 85 || isMain || (isCounted && b is "RangeCheck" or "GasBuiltin"))];
        List<string> parameters = [.. Enumerable.Range(0, random.Next(isMain ? 2 : 0, 6)).Select(_ => palette.Any())];
        if (isCounted)
        {
            parameters.Insert(0, new[] { Shapes.Felt, "u8", "u32", "u64", "u128" }[random.Next(5)]);
        }

        FunctionShape shape = new(name, taken, [.. parameters], isTracked, isCounted);
        FunctionWriter writer = new(random, shape, palette, [.. functions]);
        if (isCounted)
        {
            shape.Results = [.. parameters[1..].Concat(Enumerable.Range(0, random.Next(3)).Select(_ => palette.Any()))];
            writer.GenerateLoop(1 + random.Next(Math.Max(1, steps / 2)));
        }
        else
        {
            writer.Generate(steps);
        }

        writer.WriteTo(listing);
        functions.Add(shape);
    }
}
