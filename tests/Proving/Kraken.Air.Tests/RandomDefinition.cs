using System;
using System.Collections.Generic;

namespace Kraken.Air.Tests;

/// <summary>A pseudo-random component: columns, constraints of any degree, lookups, feeds and hints, the same for the same seed.</summary>
internal sealed class RandomDefinition(int seed) : AirDefinition
{
    private static readonly Relation Pairs = new("pairs", 77, 3);

    public override string Name => $"random_{seed}";

    public override RowPadding Padding => (RowPadding)(seed & 1);

    public override void Define(AirBuilder builder)
    {
        Random random = new(seed);
        List<Expr> fields = [.. builder.Inputs("in", 3), builder.Preprocessed("p"), builder.Parameter("q"), 3, -1];
        List<Expr> words = [.. fields];
        for (int i = 0; i < 60; i++)
        {
            Step(builder, random, fields, words);
        }
    }

    private static void Step(AirBuilder b, Random random, List<Expr> fields, List<Expr> words)
    {
        Expr x = fields[random.Next(fields.Count)];
        Expr y = fields[random.Next(fields.Count)];
        switch (random.Next(9))
        {
            case 0:
                fields.Add(b.Assign(x, "assigned"));
                break;
            case 1:
                fields.Add(b.Deduce(words[random.Next(words.Count)] & 0xffff, "deduced"));
                break;
            case 2:
                b.Constrain((x * y) - x);
                break;
            case 3:
                b.Use(Pairs, x, y + 1, x - y);
                break;
            case 4:
                b.YieldTimes(x, Pairs, y);
                break;
            case 5:
                words.AddRange(b.Call(SplitHint.Instance, words[random.Next(words.Count)], words[random.Next(words.Count)]));
                break;
            case 6:
                words.Add((words[random.Next(words.Count)] ^ words[random.Next(words.Count)]) >> random.Next(8));
                break;
            default:
                Expr next = random.Next(3) switch { 0 => x + y, 1 => x - y, _ => x * y };
                fields.Add(next);
                words.Add(next);
                break;
        }
    }
}
