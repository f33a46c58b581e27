using System;
using System.Buffers;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;

namespace Kraken.Rpc.Health;

/// <summary>How a process is, for supervisors and load balancers.</summary>
/// <param name="problems">What is not as it should be; nothing where all is well.</param>
public sealed class HealthReport(params IEnumerable<HealthProblem> problems)
{
    /// <summary>The most characters of a problem that are told.</summary>
    public const int MaxText = 500;

    /// <summary>What is not as it should be, the worst first.</summary>
    public ImmutableArray<HealthProblem> Problems { get; } = [.. problems.OrderByDescending(problem => problem.Grade)];

    /// <summary>Whether the process can do its part.</summary>
    public bool IsHealthy => !Has(HealthGrade.Failure);

    /// <summary>Whether its answers are those of now.</summary>
    public bool IsReady => IsHealthy && !Has(HealthGrade.Unready);

    /// <summary>The same with more problems.</summary>
    public HealthReport With(params IEnumerable<HealthProblem> more) => new(Problems.Concat(more));

    /// <summary>The answer of /health or /ready: a status in a word, and every problem with its grade.</summary>
    /// <param name="isReadiness">Whether readiness is asked for.</param>
    public byte[] ToJson(bool isReadiness)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", !IsHealthy ? "failing" : !isReadiness ? "healthy" : IsReady ? "ready" : "unready");
            json.WriteStartArray("problems");
            foreach (HealthProblem problem in Problems)
            {
                json.WriteStartObject();
                json.WriteString("grade", Word(problem.Grade));
                json.WriteString("part", problem.Part);
                json.WriteString("problem", problem.Problem.Length <= MaxText ? problem.Problem : problem.Problem[..MaxText]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Word(HealthGrade grade) => grade switch
    {
        HealthGrade.Failure => "failure",
        HealthGrade.Unready => "unready",
        HealthGrade.Note => "note",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "no grade"),
    };

    private bool Has(HealthGrade grade) => Problems.Any(problem => problem.Grade == grade);
}
