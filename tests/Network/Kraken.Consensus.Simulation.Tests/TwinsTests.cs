using System;
using System.IO;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Nodes;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>
/// The scenarios of Twins: two instances of one key, each honest by itself, in networks that are cut round by round. Rounds of a scenario
/// are mapped both to the rounds of height 1 and to the first rounds of heights 1, 2, 3 and so on.
/// </summary>
public sealed class TwinsTests
{
    private const long PerRound = 2_500_000;

    public enum Mapping
    {
        RoundsOfOneHeight,
        FirstRoundsOfHeights,
    }

    [Theory]
    [InlineData("test_scenarios.json", 100, Mapping.RoundsOfOneHeight)]
    [InlineData("test_scenarios.json", 100, Mapping.FirstRoundsOfHeights)]
    [InlineData("streamlet_twins.json", 1, Mapping.RoundsOfOneHeight)]
    [InlineData("streamlet_twins.json", 1, Mapping.FirstRoundsOfHeights)]
    [InlineData("fhs_twins.json", 1, Mapping.RoundsOfOneHeight)]
    [InlineData("fhs_twins.json", 1, Mapping.FirstRoundsOfHeights)]
    public void HonestNodesAgreeAndGoOn(string file, int count, Mapping mapping)
    {
        TwinsScenario[] scenarios = [.. TwinsScenario.Read(Path.Combine(Data(), file))];
        Assert.Equal(count, scenarios.Length);
        foreach (TwinsScenario scenario in scenarios)
        {
            Run(scenario, mapping);
        }
    }

    private static void Run(TwinsScenario script, Mapping mapping)
    {
        Leaders leaders = new(script, mapping);
        int[] instances = [.. Enumerable.Range(0, script.Nodes), .. Enumerable.Range(0, script.Twins)];
        using Scenario scenario = new(seed: (ulong)script.Name.Length, leaders, instances);
        foreach (SimulatedNode node in scenario.World.Nodes)
        {
            node.IsTwin = instances.Count(index => index == instances[node.Index]) > 1;
        }

        long end = script.Rounds.Count * PerRound;
        scenario.World.Network.Filter = (from, to, bytes) =>
            scenario.World.Clock.Now >= end
                || RoundOf(scenario.World, leaders, from, bytes) is not { } round
                || script.Passes(round, from, to);
        scenario.Start();
        try
        {
            scenario.RunFor(end / 1_000);
            ulong reached = scenario.World.Agreed.Height;
            scenario.RunUntilCommitted(reached + 3, 120_000);
        }
        catch (Exception violated)
        {
            throw new Xunit.Sdk.XunitException(
                $"{script.Name} as {mapping}: {violated.Message}\n" + string.Join('\n', scenario.Lines.TakeLast(40)));
        }
    }

    /// <summary>The scripted round that a message belongs to: its own, or for messages of no round the one that its sender is in.</summary>
    private static int? RoundOf(World world, Leaders leaders, int from, byte[] bytes)
    {
        if (Wire.ReadMessage(bytes, world.Codec) is PeerMessage.Consensus consensus)
        {
            return leaders.RoundOf(consensus.Message.Height, consensus.Message.Round);
        }

        Engine.Machine.EngineStatus? status = world.Nodes[from].Process?.Status;
        return status is null ? null : leaders.RoundOf(status.Height, Math.Max(status.Round, 0));
    }

    private static string Data()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "..", "shared", "data", "consensus", "twins");
    }

    private sealed class Leaders(TwinsScenario script, Mapping mapping) : IProposerSelection
    {
        private readonly RotatingProposer after = new();

        public int? RoundOf(ulong height, int round)
        {
            long place = mapping == Mapping.RoundsOfOneHeight ? (height == 1 ? round : -1) : (round == 0 ? (long)height - 1 : -1);
            return place >= 0 && place < script.Rounds.Count ? script.Rounds[(int)place] : null;
        }

        public ValidatorId Proposer(Committee committee, ulong height, int round) =>
            RoundOf(height, round) is { } scripted
                ? committee.Validators[script.Leaders[scripted][0] % script.Nodes]
                : after.Proposer(committee, height, round);
    }
}
