using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Tests;

/// <summary>Reads ITF traces (Informal Trace Format) of malachite's Quint specification: ../shared/data/consensus/itf-malachite.</summary>
internal static class Itf
{
    public static readonly string Folder = Path.Combine(FindRoot(), "..", "shared", "data", "consensus", "itf-malachite");

    public static IReadOnlyList<string> Files(string folder, string pattern = "*") =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern).Order(StringComparer.Ordinal)];

    public static JsonElement[] States(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using JsonDocument trace = JsonDocument.Parse(plain);
        return [.. trace.RootElement.GetProperty("states").EnumerateArray().Select(state => state.Clone())];
    }

    /// <summary>A variable by its last name: instances prefix theirs with the module.</summary>
    public static JsonElement Variable(JsonElement state, string name) =>
        state.EnumerateObject()
            .Single(property => property.Name == name || property.Name.EndsWith("::" + name, StringComparison.Ordinal)).Value;

    public static string Tag(JsonElement variant) => variant.GetProperty("tag").GetString()!;

    public static JsonElement Payload(JsonElement variant) => variant.GetProperty("value");

    public static JsonElement Item(JsonElement tuple, int index) => tuple.GetProperty("#tup")[index];

    public static int Int(JsonElement value) => int.Parse(value.GetProperty("#bigint").GetString()!, CultureInfo.InvariantCulture);

    public static IEnumerable<JsonElement> Set(JsonElement value) => value.GetProperty("#set").EnumerateArray();

    public static IEnumerable<(JsonElement Key, JsonElement Value)> Map(JsonElement value) =>
        value.GetProperty("#map").EnumerateArray().Select(pair => (pair[0], pair[1]));

    /// <summary>Names become short strings, which order like the names.</summary>
    public static ValidatorId Validator(JsonElement name) => new(Felt.FromShortString(name.GetString()!));

    public static ValueId Value(string name) => new(Felt.FromBytesBigEndianReduced(Encoding.ASCII.GetBytes(name)));

    public static ValueId? OptionalValue(JsonElement variant) => Tag(variant) == "Nil" ? null : Value(Payload(variant).GetString()!);

    public static Vote Vote(JsonElement vote) => new(
        Tag(vote.GetProperty("voteType")) == "Prevote" ? VoteType.Prevote : VoteType.Precommit,
        (ulong)Int(vote.GetProperty("height")),
        Int(vote.GetProperty("round")),
        OptionalValue(vote.GetProperty("valueId")),
        Validator(vote.GetProperty("srcAddress")));

    public static Proposal Proposal(JsonElement proposal) => new(
        (ulong)Int(proposal.GetProperty("height")),
        Int(proposal.GetProperty("round")),
        Value(proposal.GetProperty("proposal").GetString()!),
        Int(proposal.GetProperty("validRound")),
        Validator(proposal.GetProperty("srcAddress")));

    public static Committee Committee(JsonElement weights) =>
        new(Map(weights).Select(entry => (Validator(entry.Key), (ulong)Int(entry.Value))));

    public static TimeoutStep Timeout(JsonElement timeout) => Tag(timeout) switch
    {
        "ProposeTimeout" => TimeoutStep.Propose,
        "PrevoteTimeout" => TimeoutStep.Prevote,
        "PrecommitTimeout" => TimeoutStep.Precommit,
        string other => throw new InvalidDataException(other),
    };

    public static RoundState State(JsonElement state) => new(
        Validator(state.GetProperty("p")),
        (ulong)Int(state.GetProperty("height")),
        Int(state.GetProperty("round")),
        Tag(state.GetProperty("step")) switch
        {
            "NoStep" => RoundStep.None,
            "UnstartedStep" => RoundStep.Unstarted,
            "ProposeStep" => RoundStep.Propose,
            "PrevoteStep" => RoundStep.Prevote,
            "PrecommitStep" => RoundStep.Precommit,
            "CommitStep" => RoundStep.Commit,
            string other => throw new InvalidDataException(other),
        },
        OptionalValue(state.GetProperty("lockedValue")),
        Int(state.GetProperty("lockedRound")),
        OptionalValue(state.GetProperty("validValue")),
        Int(state.GetProperty("validRound")));

    /// <summary>An output of the machine; a refusal is compared without its words.</summary>
    public static RoundOutput Output(JsonElement output)
    {
        JsonElement value = Payload(output);
        return Tag(output) switch
        {
            "NoConsensusOutput" => new RoundOutput.Nothing(),
            "ProposalOutput" => new RoundOutput.Propose(Proposal(value)),
            "GetValueAndScheduleTimeoutOutput" => new RoundOutput.BuildValue((ulong)Int(Item(value, 0)), Int(Item(value, 1))),
            "VoteOutput" => new RoundOutput.CastVote(Vote(value)),
            "TimeoutOutput" => new RoundOutput.ScheduleTimeout(Int(Item(value, 0)), Timeout(Item(value, 1))),
            "DecidedOutput" => new RoundOutput.Decided(Int(Item(value, 0)), Value(Item(value, 1).GetString()!)),
            "SkipRoundOutput" => new RoundOutput.SkipTo(Int(value)),
            "ErrorOutput" => new RoundOutput.Refused(""),
            string other => throw new InvalidDataException(other),
        };
    }

    public static RoundOutput WithoutReason(RoundOutput output) => output is RoundOutput.Refused ? new RoundOutput.Refused("") : output;

    public static RoundInput Input(JsonElement input)
    {
        JsonElement value = Payload(input);
        return Tag(input) switch
        {
            "NewRoundCInput" => new RoundInput.NewRound(Int(value)),
            "NewRoundProposerCInput" => new RoundInput.NewRoundAsProposer(Int(value)),
            "ProposeValueCInput" => new RoundInput.ProposeValue(Value(value.GetString()!)),
            "ProposalCInput" => new RoundInput.ProposalArrived(Int(Item(value, 0)), OptionalValue(Item(value, 1))!.Value),
            "ProposalAndPolkaPreviousAndValidCInput" =>
                new RoundInput.ProposalAndPreviousPolka(OptionalValue(Item(value, 0))!.Value, Int(Item(value, 1))),
            "ProposalInvalidCInput" => new RoundInput.ProposalInvalid(),
            "PolkaNilCInput" => new RoundInput.PolkaNil(),
            "PolkaAnyCInput" => new RoundInput.PolkaAny(),
            "ProposalAndPolkaAndValidCInput" => new RoundInput.ProposalAndPolka(OptionalValue(value)!.Value),
            "ProposalAndPolkaAndInvalidCInput" => new RoundInput.ProposalInvalidWithPolka(OptionalValue(value)!.Value),
            "PrecommitAnyCInput" => new RoundInput.PrecommitAny(),
            "ProposalAndCommitAndValidCInput" =>
                new RoundInput.ProposalAndPrecommits(Int(Item(value, 0)), Value(Item(value, 1).GetString()!)),
            "RoundSkipCInput" => new RoundInput.SkipRound(Int(value)),
            "TimeoutProposeCInput" => new RoundInput.ProposeTimeout((ulong)Int(Item(value, 0)), Int(Item(value, 1))),
            "TimeoutPrevoteCInput" => new RoundInput.PrevoteTimeout((ulong)Int(Item(value, 0)), Int(Item(value, 1))),
            "TimeoutPrecommitCInput" => new RoundInput.PrecommitTimeout((ulong)Int(Item(value, 0)), Int(Item(value, 1))),
            string other => throw new InvalidDataException(other),
        };
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Kraken.slnx above the test's folder");
    }
}
