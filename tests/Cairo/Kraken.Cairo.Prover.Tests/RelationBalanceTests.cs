using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Uses and yields of every relation are equal on real loads.</summary>
public sealed class RelationBalanceTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void AllBuiltins() => Check(File.ReadAllBytes(Path.Combine(SharedData.Folder, "all_builtins.prover_input.json")));

    [Fact]
    [Trait("Speed", "Slow")]
    public void TenTransfers()
    {
        using GZipStream source =
            new(File.OpenRead(Path.Combine(SharedData.Folder, "pie_10_transfers.prover_input.json.gz")), CompressionMode.Decompress);
        using MemoryStream target = new();
        source.CopyTo(target);
        Check(target.ToArray());
    }

    private static void Check(byte[] json)
    {
        Assert.Null(ProverInputReader.TryRead(json, out ProverInput? input));
        using BufferPool pool = new();
        IReadOnlyList<ComponentTrace> traces = WitnessGenerator.Generate(input!, 20, pool);
        CairoClaim claim = ClaimBuilder.Build(PublicDataBuilder.Build(input!), traces);
        Assert.Null(CairoTraceLayout.Create(claim, PreprocessedVariant.CanonicalSmall, out CairoTraceLayout? layout));
        IReadOnlyList<FixedColumn> columns = PreprocessedTrace.Columns(PreprocessedVariant.CanonicalSmall);
        RelationBalance balance = new();
        balance.AddPublic(claim.PublicData);
        for (int i = 0; i < traces.Count; i++)
        {
            balance.Add(claim, layout!.Components[i], traces[i], columns);
            traces[i].Dispose();
        }

        Assert.Empty(balance.Unbalanced);
    }
}
