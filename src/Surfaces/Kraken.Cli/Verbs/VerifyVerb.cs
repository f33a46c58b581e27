using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Verification;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken verify</c>: checks a proof file of any format; exit code 0 only for a valid proof of at least 96 bits.</summary>
internal static class VerifyVerb
{
    private const int Invalid = 1;
    private const int Unreadable = 2;
    private const int OutputShown = 64;

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "The proof: felts as JSON, JSON, or bzip2 binary; told by its bytes." };
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Command command = new("verify", "Verify a proof.") { file, json };
        command.SetAction(result => Run(result.GetRequiredValue(file), result.GetValue(json)));
        return command;
    }

    private static int Run(string path, bool json)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Unreadable;
        }

        VerificationReport report = ProofFileVerifier.Verify(bytes);
        if (json)
        {
            PrintJson(report);
        }
        else
        {
            PrintText(report);
        }

        return report.IsValid ? 0 : Invalid;
    }

    private static void PrintText(VerificationReport report)
    {
        Console.WriteLine(report.IsValid ? "valid" : $"INVALID: {report.Error}");
        Console.WriteLine($"format          {report.Format?.ToString() ?? "unknown"} ({report.ByteCount} bytes)");
        if (report.Statement is { } statement)
        {
            Console.WriteLine($"program hash    {statement.ProgramHash}");
            Console.WriteLine($"security        {statement.SecurityBits} bits");
            Console.WriteLine($"output          {string.Join(' ', statement.Output.Take(OutputShown))}{(statement.Output.Length > OutputShown ? " ..." : "")}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read            {report.DecodeTime.TotalMilliseconds:f1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify          {report.VerifyTime.TotalMilliseconds:f1} ms"));
    }

    private static void PrintJson(VerificationReport report)
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", report.IsValid);
        writer.WriteString("error", report.Error?.ToString());
        writer.WriteString("format", report.Format?.ToString());
        writer.WriteNumber("bytes", report.ByteCount);
        writer.WriteNumber("read_ms", report.DecodeTime.TotalMilliseconds);
        writer.WriteNumber("verify_ms", report.VerifyTime.TotalMilliseconds);
        if (report.Statement is { } statement)
        {
            writer.WriteString("program_hash", statement.ProgramHash.ToString());
            writer.WriteNumber("security_bits", statement.SecurityBits);
            writer.WriteStartArray("output");
            foreach (Fields.Felt value in statement.Output)
            {
                writer.WriteStringValue(value.ToString());
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
