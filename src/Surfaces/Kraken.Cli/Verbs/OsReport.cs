using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kraken.StarknetOs.Output;
using Kraken.StarknetOs.Programs;

namespace Kraken.Cli.Verbs;

/// <summary>What <c>kraken os</c> found, in words or as JSON.</summary>
internal static class OsReport
{
    /// <summary>Prints it to standard output.</summary>
    public static void Print(Answer answer, bool asJson) => Console.Write(asJson ? Json(answer) : Text(answer));

    private static string Text(Answer answer)
    {
        StringBuilder text = new();
        OsProgram program = answer.Program;
        text.Append(CultureInfo.InvariantCulture, $"program        {program.Hash}: {program.PublishedAs ?? "not published"}\n");
        if (program.PublishedAs is not null && PublishedOs.NameOf(program.Hash) is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"published as   {program.ChainHash}, a chain of Pedersen hashes\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"its proofs say {program.ProvedHash}\n");
        if (answer.Output is { } output)
        {
            text.Append(CultureInfo.InvariantCulture, $"last block     {output.LastBlock}, {output.LastHash}\n");
            text.Append(CultureInfo.InvariantCulture, $"transactions   {answer.Transactions}\n");
            text.Append(
                CultureInfo.InvariantCulture, $"changes        {output.Contracts.Length} contracts, {output.Classes.Length} classes\n");
            text.Append(CultureInfo.InvariantCulture, $"steps          {answer.Steps}, ours {answer.OurSteps}\n");
            foreach (string difference in answer.Differences)
            {
                text.Append(CultureInfo.InvariantCulture, $"DIFFERENT      {difference}\n");
            }

            text.Append(answer.Differences.IsEmpty
                ? "equal          block hashes, state roots, messages and the whole state diff are those of our block program\n"
                : string.Empty);
        }

        return text.ToString();
    }

    private static string Json(Answer answer)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("program_hash", answer.Program.Hash.ToString());
            writer.WriteString("chain_hash", answer.Program.ChainHash.ToString());
            writer.WriteString("published_as", answer.Program.PublishedAs);
            writer.WriteString("proved_hash", answer.Program.ProvedHash.ToString());
            if (answer.Output is { } output)
            {
                writer.WriteNumber("last_block", output.LastBlock);
                writer.WriteString("parent_hash", output.ParentHash.ToString());
                writer.WriteString("last_hash", output.LastHash.ToString());
                writer.WriteString("root_before", output.RootBefore.ToString());
                writer.WriteString("root_after", output.RootAfter.ToString());
                writer.WriteString("config_hash", output.ConfigHash.ToString());
                writer.WriteNumber("transactions", answer.Transactions);
                writer.WriteNumber("contracts_changed", output.Contracts.Length);
                writer.WriteNumber("classes_changed", output.Classes.Length);
                writer.WriteNumber("steps", answer.Steps);
                writer.WriteNumber("our_steps", answer.OurSteps);
                VerdictJson.WriteTexts(writer, "differences", answer.Differences);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>What was found.</summary>
    public sealed record Answer(OsProgram Program)
    {
        /// <summary>What it put out; null where it was not run.</summary>
        public OsOutput? Output { get; init; }

        /// <summary>The steps that it took.</summary>
        public long Steps { get; init; }

        /// <summary>The steps that our program took over the same blocks.</summary>
        public long OurSteps { get; init; }

        /// <summary>The transactions of the blocks.</summary>
        public int Transactions { get; init; }

        /// <summary>What the two do not agree in.</summary>
        public ImmutableArray<string> Differences { get; init; } = [];
    }
}
