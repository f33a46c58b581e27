using System.IO;
using System.Text.Json;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>The round machine against the traces of the Quint specification: two scripted runs and 60 random ones.</summary>
public sealed class RoundStateMachineTraceTests
{
    [Fact]
    public void ScriptedTracesReplay() => Assert.Equal(18, Replay("single-state-machine", "*.itf.json"));

    [Fact]
    public void RandomTracesReplay() => Assert.Equal(1477, Replay("random", "consensus_random_*"));

    /// <summary>Replays every file and returns the number of steps compared.</summary>
    private static int Replay(string folder, string pattern)
    {
        int compared = 0;
        foreach (string file in Itf.Files(folder, pattern))
        {
            JsonElement[] states = Itf.States(file);
            for (int i = 1; i < states.Length; i++)
            {
                compared += CompareStep(states[i - 1], states[i], $"{Path.GetFileName(file)} step {i}") ? 1 : 0;
            }
        }

        return compared;
    }

    private static bool CompareStep(JsonElement before, JsonElement after, string where)
    {
        if (IsStutter(before, after))
        {
            return false;
        }

        JsonElement input = Itf.Variable(after, "input");
        if (Itf.Tag(input) == "NoConsensusInput")
        {
            return false;
        }

        (RoundState state, RoundOutput output) = RoundStateMachine.Apply(Itf.State(Itf.Variable(before, "state")), Itf.Input(input));
        RoundOutput expected = Itf.Output(Itf.Variable(after, "output"));
        Assert.True(Itf.WithoutReason(output) == expected, $"{where}: output {output}, expected {expected}");
        Assert.True(state == Itf.State(Itf.Variable(after, "state")), $"{where}: state {state}");
        return true;
    }

    private static bool IsStutter(JsonElement before, JsonElement after)
    {
        foreach (string name in (string[])["state", "input", "output"])
        {
            if (!JsonElement.DeepEquals(Itf.Variable(before, name), Itf.Variable(after, name)))
            {
                return false;
            }
        }

        return true;
    }
}
