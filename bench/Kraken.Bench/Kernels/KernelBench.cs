using System;
using System.Globalization;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace Kraken.Bench.Kernels;

/// <summary>
/// Times the kernels on which the price of gas rests, each beside the plain way to the same result (its oracle and baseline) in the same
/// run. All runs in this process: nothing is generated, built or written.
/// </summary>
internal static class KernelBench
{
    private const int Iterations = 12;
    private const int WarmUps = 4;
    private static readonly TimeInterval IterationTime = TimeInterval.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Checks that all kernels give what their oracles give, then prints times and ratios.</summary>
    /// <returns>The exit code: 1 where one could not be timed.</returns>
    internal static int Run()
    {
        KernelCheck.All();
        Console.WriteLine("All kernels give what their oracles give. Timing them takes about a minute.");
        Summary[] summaries = BenchmarkRunner.Run(
            [typeof(FieldKernels), typeof(HashKernels), typeof(CurveKernels), typeof(TrieKernels)], Config());
        bool isComplete = summaries.Length > 0 && summaries.All(
            summary => !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success));
        return isComplete ? 0 : 1;
    }

    private static ManualConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(new InProcessEmitToolchain(Patience, logOutput: false))
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Iterations)
            .WithIterationTime(IterationTime))
        .AddColumn(
            CategoriesColumn.Default, TargetMethodColumn.Method, StatisticColumn.Min, StatisticColumn.Median, StatisticColumn.Mean,
            BaselineRatioColumn.RatioMean)
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .AddLogger(new KernelLog())
        .AddExporter(new KernelTable())
        .WithSummaryStyle(new SummaryStyle(
            CultureInfo.InvariantCulture, printUnitsInHeader: true, SizeUnit.B, TimeUnit.Nanosecond, printUnitsInContent: false,
            ratioStyle: RatioStyle.Trend))
        .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "kernels"));
}
