using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>Vote counting against the traces of the Quint specification: ten scripted runs and 40 random ones with equivocation.</summary>
public sealed class VoteKeeperTraceTests
{
    [Fact]
    public void ScriptedTracesReplay() => Assert.Equal(29, Replay("votekeeper", "*.itf.json"));

    [Fact]
    public void RandomTracesReplay() => Assert.Equal(951, Replay("random", "votekeeper_random_*"));

    private static int Replay(string folder, string pattern)
    {
        int votes = 0;
        foreach (string file in Itf.Files(folder, pattern))
        {
            JsonElement[] states = Itf.States(file);
            Committee committee = Itf.Committee(Itf.Variable(states[0], "bookkeeper").GetProperty("validatorSet"));
            VoteKeeper keeper = new(committee);
            for (int i = 1; i < states.Length; i++)
            {
                JsonElement weighted = Itf.Variable(states[i], "weightedVote");
                bool repeats = JsonElement.DeepEquals(weighted, Itf.Variable(states[i - 1], "weightedVote"))
                    && JsonElement.DeepEquals(Itf.Variable(states[i], "bookkeeper"), Itf.Variable(states[i - 1], "bookkeeper"))
                    && JsonElement.DeepEquals(Itf.Variable(states[i], "lastEmitted"), Itf.Variable(states[i - 1], "lastEmitted"));
                if (repeats || Itf.Tag(weighted) != "WV")
                {
                    continue;
                }

                JsonElement tuple = Itf.Payload(weighted);
                Threshold threshold = keeper.Apply(new SignedVote(Itf.Vote(Itf.Item(tuple, 0)), default), Itf.Int(Itf.Item(tuple, 2)));
                string where = $"{Path.GetFileName(file)} step {i}";
                Threshold expected = Emitted(Itf.Variable(states[i], "lastEmitted"));
                Assert.True(threshold == expected, $"{where}: {threshold}, expected {expected}");
                CompareBook(keeper, Itf.Variable(states[i], "bookkeeper"), where);
                votes++;
            }
        }

        return votes;
    }

    private static void CompareBook(VoteKeeper keeper, JsonElement book, string where)
    {
        foreach ((JsonElement number, JsonElement round) in Itf.Map(book.GetProperty("rounds")))
        {
            foreach ((
                string name,
                VoteType type) in (ReadOnlySpan<(string, VoteType)>)[("prevotes", VoteType.Prevote), ("precommits", VoteType.Precommit)])
            {
                foreach ((JsonElement value, JsonElement weight) in Itf.Map(round.GetProperty(name).GetProperty("valuesWeights")))
                {
                    Assert.True(
                        keeper.WeightOf(Itf.Int(number), type, Itf.OptionalValue(value)) == (UInt128)Itf.Int(weight),
                        $"{where}: weight of {value} in {name}");
                }
            }
        }

        HashSet<ValidatorId> accused =
            [.. Itf.Set(book.GetProperty("evidence")).Select(votes => Itf.Vote(Itf.Set(votes).First()).Validator)];
        Assert.True(accused.SetEquals(keeper.Evidence.Select(evidence => evidence.First.Vote.Validator)), $"{where}: evidence");
    }

    private static Threshold Emitted(JsonElement output)
    {
        JsonElement value = Itf.Payload(output);
        return Itf.Tag(output) switch
        {
            "NoVKOutput" => Threshold.None,
            "PolkaAnyVKOutput" => new Threshold(ThresholdKind.PolkaAny, Itf.Int(value), null),
            "PolkaNilVKOutput" => new Threshold(ThresholdKind.PolkaNil, Itf.Int(value), null),
            "PolkaValueVKOutput" =>
                new Threshold(ThresholdKind.PolkaValue, Itf.Int(Itf.Item(value, 0)), Itf.Value(Itf.Item(value, 1).GetString()!)),
            "PrecommitAnyVKOutput" => new Threshold(ThresholdKind.PrecommitAny, Itf.Int(value), null),
            "PrecommitValueVKOutput" =>
                new Threshold(ThresholdKind.PrecommitValue, Itf.Int(Itf.Item(value, 0)), Itf.Value(Itf.Item(value, 1).GetString()!)),
            "SkipVKOutput" => new Threshold(ThresholdKind.Skip, Itf.Int(value), null),
            string other => throw new InvalidDataException(other),
        };
    }
}
