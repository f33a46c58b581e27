using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>
/// The driver against 24 runs of whole systems of the Quint specification: each step names a validator, its input and its output.
/// Left out are heights that the specification begins from buffered votes (its "new height logic"): the core begins those differently.
/// </summary>
public sealed class MultiProcessTraceTests
{
    [Fact]
    public void TracesReplay()
    {
        int compared = 0;
        List<string> mismatches = [];
        foreach (string file in Itf.Files("multi-process"))
        {
            try
            {
                compared += new Run(file).Replay();
            }
            catch (Exception mismatch) when (mismatch is InvalidDataException or ArgumentException)
            {
                mismatches.Add($"{Path.GetFileName(file)}: {mismatch.Message}");
            }
        }

        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches));
        Assert.Equal(1586, compared);
    }

    /// <summary>The specification's proposer: the validators take turns by round, from the second on, at every height.</summary>
    private sealed class SpecificationProposer : IProposerSelection
    {
        public ValidatorId Proposer(Committee committee, ulong height, int round) =>
            committee.Validators[(round + 1) % committee.Validators.Count];
    }

    private sealed class Run(string file)
    {
        private readonly JsonElement[] states = Itf.States(file);
        private readonly Dictionary<(ValidatorId, ulong), RoundDriver> drivers = [];

        // Heights that the specification begins by counting buffered votes before its first step; our core begins, then counts.
        private readonly HashSet<(ValidatorId, ulong)> preloaded = [];

        public int Replay()
        {
            int compared = 0;
            for (int i = 1; i < states.Length; i++)
            {
                compared += Compare(i) ? 1 : 0;
            }

            return compared;
        }

        private bool Compare(int i)
        {
            JsonElement history = Itf.Variable(states[i], "_hist");
            bool tuple = history.TryGetProperty("#tup", out _);
            JsonElement name = tuple ? Itf.Item(history, 0) : history.GetProperty("validator");
            JsonElement input = tuple ? Itf.Item(history, 1) : history.GetProperty("input");
            JsonElement output = tuple ? Itf.Item(history, 2) : history.GetProperty("output");
            if (Itf.Tag(input) == "NoDInput" || name.GetString() is "INIT")
            {
                return false;
            }

            JsonElement node = Node(states[i], name);
            JsonElement before = Node(states[i - 1], name);
            bool newHeight =
                Itf.Int(node.GetProperty("cs").GetProperty("height")) != Itf.Int(before.GetProperty("cs").GetProperty("height"));
            if (newHeight
                || (JsonElement.DeepEquals(history, Itf.Variable(states[i - 1], "_hist")) && JsonElement.DeepEquals(node, before)))
            {
                // The script delivered messages, asserted something or prepared a new height; no validator took a step.
                return false;
            }

            ValidatorId validator = Itf.Validator(name);
            RoundState expected = Itf.State(node.GetProperty("cs"));
            RoundDriver driver = Driver(validator, expected.Height, node);
            string where = $"{Path.GetFileName(file)} step {i} {name} {input}";
            if (!before.GetProperty("started").GetBoolean() && Rounds(node) > 0)
            {
                preloaded.Add((validator, expected.Height));
            }

            if (preloaded.Contains((validator, expected.Height)))
            {
                return false;
            }

            RoundOutput actual = Itf.WithoutReason(Apply(driver, input, before));
            if (actual != Itf.Output(output))
            {
                throw new InvalidDataException($"{where}: output {actual}, expected {output}");
            }

            if (driver.State != expected)
            {
                throw new InvalidDataException($"{where}: state {driver.State}, expected {expected}");
            }

            return true;
        }

        private static int Rounds(JsonElement node) => node.GetProperty("bk").GetProperty("rounds").GetProperty("#map").GetArrayLength();

        private static JsonElement Node(JsonElement state, JsonElement name) =>
            Itf.Map(Itf.Variable(state, "system")).Single(entry => entry.Key.GetString() == name.GetString()).Value.GetProperty("es");

        private RoundDriver Driver(ValidatorId validator, ulong height, JsonElement node)
        {
            if (!drivers.TryGetValue((validator, height), out RoundDriver? driver))
            {
                driver = new RoundDriver(validator, Itf.Committee(node.GetProperty("valset")), height, new SpecificationProposer());
                drivers.Add((validator, height), driver);
            }

            return driver;
        }

        private static RoundOutput Apply(RoundDriver driver, JsonElement input, JsonElement before)
        {
            JsonElement value = Itf.Payload(input);
            return Itf.Tag(input) switch
            {
                "StartDInput" => driver.Start(),
                "ProposeValueDInput" => driver.ProposeValue(Itf.Value(value.GetString()!)),
                "ProposalDInput" => driver.ApplyProposal(Itf.Proposal(value), value.GetProperty("proposal").GetString() != "invalid"),
                "VoteDInput" => driver.ApplyVote(new SignedVote(Itf.Vote(value), default)),
                "CertificateDInput" => driver.ApplyCertificate([.. Itf.Set(value).Select(vote => new SignedVote(Itf.Vote(vote), default))]),
                "TimeoutDInput" => driver.ApplyTimeout(Itf.Timeout(value)),
                "StepChangeDInput" => driver.ApplyStepChange(),
                "PendingDInput" => driver.ApplyPending(Itf.Input(value)),
                string other => throw new InvalidDataException(other),
            };
        }
    }
}
